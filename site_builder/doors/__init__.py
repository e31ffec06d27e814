"""What people and other tools start, and what touches the world for them. Doors are thin."""
