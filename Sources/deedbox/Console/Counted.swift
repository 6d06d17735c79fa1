/// A number with its noun in English: `1 proposal`, `2 proposals`.
package func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    count == 1 ? "1 " + one : "\(count) " + (many ?? one + "s")
}
