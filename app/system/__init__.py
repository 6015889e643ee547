"""The machine: where files live, what time it is, what this device prefers, how long things take."""
