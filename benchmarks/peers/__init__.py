"""Our sites beside those of the tools that people would use instead: ``python -m benchmarks.sites``."""
