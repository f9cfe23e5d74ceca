"""What a page says, before it is drawn and after."""
