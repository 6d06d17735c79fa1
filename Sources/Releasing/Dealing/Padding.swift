/// Zeros behind something that is sealed, so that its length tells little.
enum Padding {
    /// The bytes, and zeros up to the next multiple of the step; none when it is one already.
    static func padded(_ bytes: [UInt8], to step: Int) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: (step - bytes.count % step) % step)
    }

    /// True when what follows the offset is the padding that `padded` would make.
    static func isRight(_ bytes: [UInt8], from offset: Int, step: Int) -> Bool {
        bytes.count.isMultiple(of: step) && bytes.count - offset < step && bytes[offset...].allSatisfy { $0 == 0 }
    }
}
