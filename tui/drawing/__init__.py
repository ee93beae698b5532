"""What the widgets draw, worked out without a screen: columns, times, cells, JSON trees, laid-out queries."""
