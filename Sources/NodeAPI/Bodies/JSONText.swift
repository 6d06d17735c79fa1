internal import Rulebook

/// JSON text written straight into bytes, for answers that are large and many.
package struct JSONText: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Empty text with room for so many bytes.
    package init(reserving byteCount: Int) { bytes.reserveCapacity(byteCount) }

    /// Writes an object; `members` writes what stands inside.
    package mutating func object(_ members: (inout JSONText) -> Void) {
        enclosed(UInt8(ascii: "{"), UInt8(ascii: "}"), members)
    }

    /// Writes an array; `items` writes what stands inside.
    package mutating func array(_ items: (inout JSONText) -> Void) {
        enclosed(UInt8(ascii: "["), UInt8(ascii: "]"), items)
    }

    /// Writes a member's name; its value comes next.
    package mutating func name(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a member with a text, unless that is nil.
    package mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        self.name(name)
        string(value)
    }

    /// Writes a member with a number, unless that is nil.
    package mutating func member(_ name: String, _ value: UInt64?) {
        guard let value else { return }
        self.name(name)
        separate()
        bytes.append(contentsOf: String(value).utf8)
    }

    /// Writes a text in quotes, escaping what must be.
    package mutating func string(_ value: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var text = value
        text.withUTF8 { characters in unsafe append(characters) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends what stands for itself in runs, and escapes the rest.
    private mutating func append(_ characters: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for position in 0..<characters.count {
            let byte = unsafe characters[position]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            unsafe bytes.append(contentsOf: characters[start..<position])
            start = position + 1
            switch byte {
            case UInt8(ascii: "\n"): escape(UInt8(ascii: "n"))
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(JSONText.digit(byte >> 4))
                bytes.append(JSONText.digit(byte & 15))
            default: escape(byte)
            }
        }
        unsafe bytes.append(contentsOf: characters[start...])
    }

    private mutating func enclosed(_ open: UInt8, _ close: UInt8, _ inside: (inout JSONText) -> Void) {
        separate()
        bytes.append(open)
        needsComma = false
        inside(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func escape(_ letter: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(letter)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
    }
}

extension JSONText {
    /// Writes an outcome as `OutcomeBody` is coded.
    package mutating func outcome(_ outcome: OutcomeBody) {
        object { json in
            json.member("id", outcome.id)
            json.member("state", outcome.state.rawValue)
            json.member("height", outcome.height)
            json.member("index", outcome.index)
            json.member("time", outcome.time)
            json.member("receipt", outcome.receipt)
            if let assurance = outcome.assurance { json.assurance(assurance) }
            json.member("code", outcome.code)
            for (name, text) in [("detail", outcome.detail), ("next", outcome.next)] {
                if let text { json.bilingual(name, text) }
            }
            json.member("refusal", outcome.refusal)
            if let winner = outcome.winner { json.winner(winner) }
            if let bad = outcome.badUse {
                json.name("badUse")
                json.object { inner in
                    inner.member("position", UInt64(bad.position))
                    inner.member("code", bad.code)
                }
            }
        }
    }

    private mutating func winner(_ winner: WinnerBody) {
        name("winner")
        object { inner in
            inner.member("id", winner.id)
            inner.member("height", winner.height)
            inner.member("time", winner.time)
            inner.member("receipt", winner.receipt)
            if let assurance = winner.assurance { inner.assurance(assurance) }
            inner.member("record", winner.record.map { UInt64($0) })
        }
    }

    private mutating func assurance(_ assurance: AssuranceBody) {
        name("assurance")
        object { json in
            json.member("signed", UInt64(assurance.signed))
            json.member("validators", UInt64(assurance.validators))
            json.member("liars", UInt64(assurance.liars))
            json.member("down", UInt64(assurance.down))
            json.bilingual("words", assurance.words)
        }
    }

    private mutating func bilingual(_ name: String, _ text: Bilingual) {
        self.name(name)
        object { inner in
            inner.member("zh", text.zh)
            inner.member("en", text.en)
        }
    }

    /// Writes the answer to a request that submitted statements.
    package static func outcomes(_ outcomes: [OutcomeBody]) -> [UInt8] {
        let size = outcomes.reduce(32) { $0 + 512 + ($1.receipt?.utf8.count ?? 0) * 17 / 16 }
        var json = JSONText(reserving: size)
        json.object { json in
            json.name("outcomes")
            json.array { json in
                for outcome in outcomes { json.outcome(outcome) }
            }
        }
        return json.bytes
    }
}
