"""What staff see beside the stock admin: previews, pickers, and the steps from draft to published page."""
