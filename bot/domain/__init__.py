"""Pure values and rules of Vouch; no I/O, standard library only."""
