internal import Ledger
internal import Signing

extension Receipt {
    /// A receipt that a wallet put in, in its CBOR or in its text; nil when it is neither.
    init?(ofWallet bytes: [UInt8]) {
        let read =
            bytes.first == 0x87
            ? try? Receipt(decoding: bytes)
            : String(validating: bytes, as: UTF8.self).flatMap { try? Receipt(parsing: $0) }
        guard let read else { return nil }
        self = read
    }
}
