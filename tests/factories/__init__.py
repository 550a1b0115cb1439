"""What tests are made with: one file per domain."""
