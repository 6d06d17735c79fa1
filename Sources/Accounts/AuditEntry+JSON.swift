public import Signing

extension AuditEntry {
    /// As programs read it.
    public var json: JSONValue {
        [
            "number": .integer(Int64(clamping: number)), "time": .integer(Int64(clamping: time)),
            "actor": .string(actor), "action": .string(action), "subject": .string(subject),
            "facts": .string(facts), "previous": .string(previous.hex), "hash": .string(hash.hex),
        ]
    }
}
