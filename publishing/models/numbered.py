"""What a kind of page says about numbers that it shares with other pages. By default it shares none."""


class Numbered:
    """Mixin of Page; kinds that cite, and those that have a section, say otherwise."""

    @classmethod
    def lock_shared_numbers(cls) -> None:
        """Keep the numbers that pages of this kind share with others as they are until the transaction ends."""

    def settle_numbers(self, compiled, compile_again):
        """Numbers for good, while publishing: the page as compiled, or as `compile_again()` gives it when a number that it
        counted on was taken meanwhile."""
        return compiled

    def get_numbered_ids(self) -> set[int]:
        """Ids of the live pages that a list of this page's section would number; itself included."""
        return set()

    def use_numbers(self, generation: int) -> None:
        """Let the section of this page use one generation of its list from now on, while its change is published."""
        raise NotImplementedError(f"{type(self).__name__} has no section")
