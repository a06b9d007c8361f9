"""The benchmark: measured figures beside baselines of the same minute. Not part of the tests."""
