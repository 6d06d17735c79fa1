import Ledger
import Signing

extension CBORDecoder {
    /// A place in a validator set of the largest size; whether this set is so large, the check tells.
    mutating func validator() throws(CBORError) -> Int {
        Int(try unsigned(max: Seal.maxValidators - 1))
    }

    /// At least one of something, at most one for each validator.
    mutating func perValidator<Value>(
        _ read: (inout CBORDecoder) throws(CBORError) -> Value
    ) throws(CBORError) -> [Value] {
        let start = offset
        let values = try list(max: Int(Seal.maxValidators), read)
        guard !values.isEmpty else { throw .outOfRange(offset: start) }
        return values
    }
}
