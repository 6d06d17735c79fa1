public import Rulebook

/// What is wrong with a row: where, by which rule, and in words; the value only with its middle covered.
public struct RowFault: Hashable, Sendable {
    public let row: Int
    /// The field's path in the type, or the source's column where no field is meant; empty for the row as a whole.
    public let field: String
    public let rule: GateRule
    /// What was found, in both languages; it goes on where the field's name ends. Never the value itself.
    public let fact: Bilingual
    /// The value with its middle covered (`Masking`); empty when there is none.
    public let value: String

    /// A fault of a row; a name in it may come from the source.
    public init(row: Int, field: String, rule: GateRule, fact: Bilingual, value: String = "") {
        self.row = row
        self.field = Masking.named(field)
        self.rule = rule
        self.fact = Bilingual(zh: Masking.named(fact.zh), en: Masking.named(fact.en))
        self.value = value
    }
}
