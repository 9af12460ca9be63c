"""The detectors, one module for each group of gap kinds. Each finds `Smell`s in a `Scene` on its own."""
