"""Validators that lie: they speak the links' protocol with a validator's own keys, written from docs/protocol alone."""
