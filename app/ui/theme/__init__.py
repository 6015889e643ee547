"""How everything looks: tokens, palette, style sheet, and the switch between light and dark."""
