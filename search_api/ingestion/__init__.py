"""Taking files in: uploads, quarantine, keeping the index in step with the store."""
