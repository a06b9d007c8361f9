"""What a delegate or an office opens."""
