"""The detectors, one module for each group of gap kinds. Each finds `Smell`s in a `Scene` and knows nothing of the others."""
