"""What changes: decisions prepared by one and confirmed by another."""
