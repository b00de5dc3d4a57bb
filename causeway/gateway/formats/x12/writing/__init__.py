"""What all document writers share: canonical values to segments, and what had no field back to its place."""
