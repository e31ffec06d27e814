"""What a build makes, one room for each kind; none knows another."""
