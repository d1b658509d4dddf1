"""What pages share: forms, labels, charts, navigation, formatting."""
