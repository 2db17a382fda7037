"""What pages read: the service clock, answers of the rules, lists, one post, to-dos. Plain dataclasses."""
