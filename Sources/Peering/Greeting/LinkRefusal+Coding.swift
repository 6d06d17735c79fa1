import Signing

/// On the wire a refusal is `[code, [numbers], [texts]]`.
extension LinkRefusal {
    private static let maxFacts = 4

    /// The number of the case and its facts.
    private var parts: (number: UInt64, numbers: [Int64], texts: [String]) {
        switch self {
        case .version(let theirs, let ours): (1, [Int64(clamping: theirs), Int64(clamping: ours)], [])
        case .origin(let theirs, let ours): (2, [], [theirs, ours])
        case .sender(let said, let registered): (3, [], [said, registered])
        case .clock(let milliseconds, let limit): (4, [milliseconds, limit], [])
        case .alreadyConnected: (5, [], [])
        case .direction: (6, [], [])
        case .unknownKind(let kind): (7, [Int64(kind)], [])
        case .tooLong(let kind, let byteCount, let limit): (8, [Int64(kind), Int64(byteCount), Int64(limit)], [])
        case .malformed(let form): (9, [form.rawValue], [])
        case .tooManyFrames(let perSecond): (10, [Int64(perSecond)], [])
        case .helloLate(let milliseconds): (11, [milliseconds], [])
        case .silent(let milliseconds): (12, [milliseconds], [])
        case .replaced: (13, [], [])
        case .stopping: (14, [], [])
        case .busy: (15, [], [])
        case .released: (16, [], [])
        case .other(let code): (code, [], [])
        }
    }

    /// The frame's payload.
    package var encoded: [UInt8] {
        let parts = parts
        var encoder = CBOREncoder(reserving: 64)
        encoder.array(3)
        encoder.unsigned(parts.number)
        encoder.list(parts.numbers) { $0.integer($1) }
        encoder.list(parts.texts) { $0.text($1) }
        return encoder.bytes
    }

    /// What the other side says; facts that do not fit their number are left out.
    package init(_ bytes: ArraySlice<UInt8>) throws(LinkRefusal) {
        do throws(CBORError) {
            var decoder = CBORDecoder(bytes)
            try decoder.array(count: 3)
            let number = try decoder.unsigned()
            let numbers = try decoder.list(max: LinkRefusal.maxFacts) { decoder throws(CBORError) in
                try decoder.integer()
            }
            let texts = try decoder.list(max: LinkRefusal.maxFacts) { decoder throws(CBORError) in
                try Hello.text(&decoder)
            }
            try decoder.finish()
            self = LinkRefusal.make(number, numbers, texts) ?? .other(code: number)
        } catch { throw .malformed(.refusal) }
    }

    private static func make(_ number: UInt64, _ numbers: [Int64], _ texts: [String]) -> LinkRefusal? {
        switch (number, numbers.count, texts.count) {
        case (1, 2, 0): .version(theirs: UInt64(clamping: numbers[0]), ours: UInt64(clamping: numbers[1]))
        case (2, 0, 2): .origin(theirs: texts[0], ours: texts[1])
        case (3, 0, 2): .sender(said: texts[0], registered: texts[1])
        case (4, 2, 0): .clock(milliseconds: numbers[0], limit: numbers[1])
        case (5, 0, 0): .alreadyConnected
        case (6, 0, 0): .direction
        case (7, 1, 0): UInt8(exactly: numbers[0]).map { .unknownKind($0) }
        case (8, 3, 0):
            UInt8(exactly: numbers[0]).map { .tooLong(kind: $0, byteCount: Int(numbers[1]), limit: Int(numbers[2])) }
        case (9, 1, 0): Form(rawValue: numbers[0]).map { .malformed($0) }
        case (10, 1, 0): .tooManyFrames(perSecond: Int(numbers[0]))
        case (11, 1, 0): .helloLate(milliseconds: numbers[0])
        case (12, 1, 0): .silent(milliseconds: numbers[0])
        case (13, 0, 0): .replaced
        case (14, 0, 0): .stopping
        case (15, 0, 0): .busy
        case (16, 0, 0): .released
        default: nil
        }
    }
}
