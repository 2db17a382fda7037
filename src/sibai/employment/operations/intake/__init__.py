"""Bringing a present roster in, taking it back, handing it out."""
