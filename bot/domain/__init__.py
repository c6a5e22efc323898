"""The programme's rules: pure, every day and hour is an argument."""
