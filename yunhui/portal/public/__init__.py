"""What pages for everyone are made of: reads that join rooms, machine-readable facts, pictures to share."""
