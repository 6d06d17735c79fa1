/// Numbers that the desk's database gives to what it keeps: each kind its own type.
public protocol DeskNumber: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    var value: Int64 { get }
    init(_ value: Int64)
}

extension DeskNumber {
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
    public var description: String { String(value) }

    /// Reads a number in its one decimal form, above zero; nil for anything else.
    public init?(_ text: String) {
        guard let value = Int64(text), value > 0, String(value) == text else { return nil }
        self.init(value)
    }

    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(Int64.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

/// One run over an input file.
public struct RunID: DeskNumber {
    public let value: Int64
    public init(_ value: Int64) { self.value = value }
}

/// One document of the desk, from its row to its end.
public struct DocumentID: DeskNumber {
    public let value: Int64
    public init(_ value: Int64) { self.value = value }
}

/// Documents that went to the ledger under one manifest.
public struct BatchID: DeskNumber {
    public let value: Int64
    public init(_ value: Int64) { self.value = value }
}

/// An act that waits for the ledger, or stands on it.
public struct QueuedActID: DeskNumber {
    public let value: Int64
    public init(_ value: Int64) { self.value = value }
}

/// Something proposed that a second person decides.
public struct ApprovalID: DeskNumber {
    public let value: Int64
    public init(_ value: Int64) { self.value = value }
}

/// A holder's dispute of a document.
public struct CorrectionID: DeskNumber {
    public let value: Int64
    public init(_ value: Int64) { self.value = value }
}

/// An invitation to claim a document.
public struct OfferID: DeskNumber {
    public let value: Int64
    public init(_ value: Int64) { self.value = value }
}

/// A holder's wish to be issued a document.
public struct ApplicationID: DeskNumber {
    public let value: Int64
    public init(_ value: Int64) { self.value = value }
}

/// A question at the counter that was answered, or waits for its entry on the ledger.
public struct LookUpID: DeskNumber {
    public let value: Int64
    public init(_ value: Int64) { self.value = value }
}

/// Something about questions at the counter that somebody should look at.
public struct LookUpAlertID: DeskNumber {
    public let value: Int64
    public init(_ value: Int64) { self.value = value }
}
