internal import Hummingbird
internal import Ledger
internal import NodeAPI
internal import Rulebook
internal import Signing

extension NodeRequestContext {
    /// A whole number in the path, in its one decimal form, up to 2^53.
    func number(_ name: String) throws(Problem) -> UInt64 {
        try UInt64(parameter: name, text(name))
    }

    /// A part of the path as it was sent.
    func text(_ name: String) -> String { parameters.get(name) ?? "" }

    /// A registered name in the path.
    func name<Name: RegisteredName>(_ name: String, _: Name.Type = Name.self) throws(Problem) -> Name {
        guard let value = Name(text(name)) else {
            throw .badParameter(name, text(name), form: Bilingual(zh: " " + Name.form, en: Name.form))
        }
        return value
    }

    /// The id of a statement in the path.
    func statementID(_ name: String) throws(Problem) -> StatementID {
        guard let digest = Digest(hex: text(name)) else {
            throw .badParameter(
                name, text(name),
                form: Bilingual(zh: " 64 位小写十六进制数字", en: "64 lower-case hexadecimal digits"))
        }
        return StatementID(digest)
    }

    /// A kind of the state in the path.
    func stateKind(_ name: String) throws(Problem) -> (word: String, kind: StateKind) {
        guard let kind = BucketPrefix.served.first(where: { $0.word == text(name) }) else {
            let words = BucketPrefix.served.map(\.word)
            throw .badParameter(
                name, text(name),
                form: Bilingual(zh: " " + words.joined(separator: "、"), en: words.joined(separator: ", ")))
        }
        return kind
    }
}

extension Request {
    /// A parameter of the query; nil when it is not there.
    func query(_ name: String) -> String? { uri.queryParameters.get(name) }

    /// A whole number in the query; nil when it is not there.
    func queryNumber(_ name: String) throws(Problem) -> UInt64? {
        guard let text = query(name) else { return nil }
        return try UInt64(parameter: name, text)
    }

    /// True when the query has the parameter with that word; any other word is refused.
    func queryFlag(_ name: String, word: String) throws(Problem) -> Bool {
        guard let text = query(name) else { return false }
        guard text == word else { throw .badParameter(name, text, form: Bilingual(zh: " " + word, en: word)) }
        return true
    }

    /// The media type of the body, without its parameters and in lower case.
    var mediaType: String? { headers[.contentType].map { Request.bare($0) } }

    /// True when the client names this media type among those that it takes.
    func accepts(_ mediaType: String) -> Bool {
        headers[values: .accept].contains { line in
            line.split(separator: ",").contains { Request.bare($0) == mediaType }
        }
    }

    private static func bare(_ value: some StringProtocol) -> String {
        let type = value.split(separator: ";", maxSplits: 1).first ?? ""
        return String(type.filter { $0 != " " && $0 != "\t" }).lowercased()
    }
}

extension UInt64 {
    /// Reads a number in its one decimal form, up to 2^53, so that every JSON reader keeps it.
    fileprivate init(parameter name: String, _ text: String) throws(Problem) {
        guard let value = UInt64(text), String(value) == text, value <= Height.limit else {
            throw .badParameter(
                name, text, form: Bilingual(zh: "不大于 2^53 的十进制整数", en: "a decimal number of at most 2^53"))
        }
        self = value
    }
}
