public import Ledger
public import Signing

/// The corrections of one document as they stand in the state: the last one, and how many there were.
public struct CorrectionEntry: Hashable, Sendable, CBORCodable {
    /// How many times the document was put in dispute.
    public let number: UInt64
    /// The time of the block that opened the last one, in ms.
    public let opened: UInt64
    public let height: Height
    /// By when it must be answered, in ms of block time.
    public let due: UInt64
    /// Nil while the document is in dispute.
    public var answer: Answer?

    /// What the issuer said, and when.
    public struct Answer: Hashable, Sendable {
        public let outcome: CorrectionOutcome
        /// Of the block, in ms.
        public let time: UInt64
        public let height: Height

        package init(outcome: CorrectionOutcome, time: UInt64, height: Height) {
            self.outcome = outcome
            self.time = time
            self.height = height
        }
    }

    package init(number: UInt64, opened: UInt64, height: Height, due: UInt64, answer: Answer? = nil) {
        self.number = number
        self.opened = opened
        self.height = height
        self.due = due
        self.answer = answer
    }

    /// True while the holder waits for an answer.
    public var isOpen: Bool { answer == nil }

    /// True when at that time (ms) the answer is missing though it was due, or came only after it was.
    public func isOverdue(at time: UInt64) -> Bool { (answer?.time ?? time) > due }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.unsigned(number)
        encoder.unsigned(opened)
        encoder.unsigned(height.value)
        encoder.unsigned(due)
        encoder.optional(answer) { encoder, answer in
            encoder.array(3)
            encoder.unsigned(answer.outcome.rawValue)
            encoder.unsigned(answer.time)
            encoder.unsigned(answer.height.value)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        number = try decoder.unsigned(max: 1 << 53)
        opened = try decoder.unsigned()
        height = Height(try decoder.unsigned(max: 1 << 53))
        due = try decoder.unsigned()
        answer = try decoder.optional { (inner) throws(CBORError) in
            try inner.array(count: 3)
            return Answer(
                outcome: try CorrectionOutcome(from: &inner), time: try inner.unsigned(),
                height: Height(try inner.unsigned(max: 1 << 53)))
        }
    }
}
