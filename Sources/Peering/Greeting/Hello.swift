import Signing

/// The first frame each way: who speaks, for which ledger, with which clock.
package struct Hello: Equatable, Sendable {
    static let version: UInt64 = 2
    static let maxTextByteCount = 200
    static let instanceByteCount = 8

    let origin: String
    let name: String
    /// Milliseconds since 1970 when it was sent.
    let clock: Int64
    /// Drawn at the start of the process: two processes with one key differ in it.
    let instance: [UInt8]
    let software: String

    /// Printable, not empty, within the limit: what a text of a peer may be.
    static func isAllowed(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= maxTextByteCount
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
    }

    /// The frame's payload.
    package var encoded: [UInt8] {
        var encoder = CBOREncoder(reserving: 256)
        encoder.array(6)
        encoder.unsigned(Hello.version)
        encoder.text(origin)
        encoder.text(name)
        encoder.integer(clock)
        encoder.byteString(instance)
        encoder.text(software)
        return encoder.bytes
    }

    /// What a node says of itself.
    package init(origin: String, name: String, clock: Int64, instance: [UInt8], software: String) {
        self.origin = origin
        self.name = name
        self.clock = clock
        self.instance = instance
        self.software = software
    }

    /// Reads the version first: a hello of another version may have another form.
    package init(_ bytes: ArraySlice<UInt8>) throws(LinkRefusal) {
        var decoder = CBORDecoder(bytes)
        let version: UInt64
        do throws(CBORError) {
            guard try decoder.array(max: 64) > 0 else { throw .truncated(offset: 0) }
            version = try decoder.unsigned()
        } catch { throw .malformed(.hello) }
        guard version == Hello.version else { throw .version(theirs: version, ours: Hello.version) }
        do throws(CBORError) { self = try Hello.read(bytes) } catch { throw .malformed(.hello) }
    }

    private static func read(_ bytes: ArraySlice<UInt8>) throws(CBORError) -> Hello {
        var decoder = CBORDecoder(bytes)
        try decoder.array(count: 6)
        _ = try decoder.unsigned()
        let origin = try text(&decoder)
        let name = try text(&decoder)
        let clock = try decoder.integer()
        let instance = try decoder.byteString(count: instanceByteCount)
        let software = try text(&decoder)
        try decoder.finish()
        return Hello(origin: origin, name: name, clock: clock, instance: instance, software: software)
    }

    static func text(_ decoder: inout CBORDecoder) throws(CBORError) -> String {
        let start = decoder.offset
        let text = try decoder.text(max: maxTextByteCount)
        guard isAllowed(text) else { throw .outOfRange(offset: start) }
        return text
    }

    /// Holds what was said against what the ledger registers; gives the other clock's distance in milliseconds.
    func check(_ peer: Peer, origin: String, now: Int64, limits: PeeringLimits) throws(LinkRefusal) -> Int64 {
        guard self.origin == origin else { throw .origin(theirs: self.origin, ours: origin) }
        guard name == peer.name else { throw .sender(said: name, registered: peer.name) }
        let (offset, overflow) = clock.subtractingReportingOverflow(now)
        guard !overflow, offset.magnitude <= UInt64(limits.clockLimitMilliseconds) else {
            throw .clock(milliseconds: overflow ? .max : offset, limit: limits.clockLimitMilliseconds)
        }
        return offset
    }
}
