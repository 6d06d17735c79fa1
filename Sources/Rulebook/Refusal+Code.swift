extension Refusal {
    /// The stable code of the rule: it stands in signed refusals and in the API, and never changes its meaning.
    ///
    /// It is the name of the case with hyphens, so a case is never renamed.
    public var code: String {
        let label = String(describing: self).prefix { $0 != "(" }
        return label.reduce(into: "") { code, character in
            if character.isUppercase { code.append("-") }
            code.append(contentsOf: character.lowercased())
        }
    }
}
