"""What it adds up to. Rebuildable from zero; never decides anything."""
