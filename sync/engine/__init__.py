"""The pure laws of reconciling: clock, stamps, merge, conflicts. No I/O, no randomness, no wall clock."""
