/// Bytes on disk that are not what was written: which file, where in it, the fact, and what to do next.
public struct StorageDamage: Error, Equatable, Sendable, CustomStringConvertible {
    /// The part of a file that is in doubt.
    public enum Place: Equatable, Sendable {
        case wholeFile
        /// Offsets from the first byte of the file.
        case bytes(Range<UInt64>)
        /// Indices in the log.
        case leaves(Range<UInt64>)
    }

    /// The damaged file.
    public let file: String
    /// Where in it.
    public let place: Place
    /// What was found.
    public let fact: String
    /// What the operator does about it.
    public let nextStep: String

    init(file: String, place: Place, fact: String, nextStep: String) {
        self.file = file
        self.place = place
        self.fact = fact
        self.nextStep = nextStep
    }

    public var description: String {
        switch place {
        case .wholeFile: "\(file): \(fact). \(nextStep)"
        case .bytes(let range): "\(file), bytes \(range.lowerBound)..<\(range.upperBound): \(fact). \(nextStep)"
        case .leaves(let range): "\(file), leaves \(range.lowerBound)..<\(range.upperBound): \(fact). \(nextStep)"
        }
    }
}
