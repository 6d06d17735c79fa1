/// What the pages of a counter have besides the look of all desks.
enum CounterLook {
    static let style = """
        .wide form{margin:0}
        """
}
