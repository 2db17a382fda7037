"""Lists for the social-insurance and tax offices, laid out as data: pure functions without a database."""
