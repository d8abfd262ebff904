"""What is measured, with the commands that measure it; see the README here."""
