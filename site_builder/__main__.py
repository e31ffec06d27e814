"""``python -m site_builder`` is the same program as ``site-builder``."""

from site_builder.doors.cli import main

if __name__ == "__main__":
    main()
