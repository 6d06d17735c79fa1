import Sealing
public import Signing

/// What the ticket of a use holds: the holder's signatures for this use, what opens the body, what the trace packet
/// says.
public struct UseTicket: Sendable, CBORCodable {
    /// Which of the deposit's bodies it opens, 0 being the first.
    public let body: Int
    let bodyKey: [UInt8]
    /// A key-binding JWT for each presentation of the body, in their order: SD-JWT section 4.3.
    public let keyBindings: [String]
    /// What opens the request's case commitment, as the wallet read it in the request.
    public let caseOpening: [UInt8]
    /// The content of the trace packet, and the seed that makes it again.
    let trace: TraceContent

    /// Most bytes of one key binding.
    public static let maxKeyBindingByteCount = 16_384
    /// Most bytes of the case's opening.
    public static let maxCaseOpeningByteCount = 512
    /// Most bytes of a sealed ticket.
    public static let maxSealedByteCount = 256 << 10
    static let paddingStep = 128

    init(body: Int, bodyKey: [UInt8], package: UsePackage, trace: TraceContent) {
        self.body = body
        self.bodyKey = bodyKey
        keyBindings = package.keyBindings
        caseOpening = package.caseOpening
        self.trace = trace
    }

    /// The one-time token by which the registrar finds the holder, for the regulator alone; empty when the wallet has
    /// none.
    public var traceToken: [UInt8] { trace.token }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(7)
        encoder.unsigned(1)
        encoder.unsigned(UInt64(body))
        encoder.byteString(bodyKey)
        encoder.list(keyBindings) { $0.text($1) }
        encoder.byteString(caseOpening)
        encoder.byteString(trace.token)
        encoder.byteString(trace.seed)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 7)
        try decoder.code(1)
        body = Int(try decoder.unsigned(max: UInt64(DepositManifest.maxBodies - 1)))
        bodyKey = try decoder.byteString(count: OneTimeKey.byteCount)
        keyBindings = try decoder.list(max: DepositBody.maxPresentations) { (inner) throws(CBORError) in
            try inner.text(max: UseTicket.maxKeyBindingByteCount)
        }
        caseOpening = try decoder.byteString(max: UseTicket.maxCaseOpeningByteCount)
        let token = try decoder.byteString(max: TraceContent.maxTokenByteCount)
        trace = TraceContent(token: token, seed: try decoder.byteString(count: TraceContent.seedByteCount))
    }

    /// Padded, and sealed under the use's key, bound to context and index.
    func seal(_ key: OneTimeKey, _ context: GrantContext, _ index: SecretIndex) -> [UInt8] {
        key.seal(Padding.padded(encoded, to: UseTicket.paddingStep), context: context.bytes + index.bytes)
    }

    /// The ticket that was sealed; one of another form is refused.
    static func open(
        _ sealed: [UInt8], _ key: OneTimeKey, _ context: GrantContext, _ index: SecretIndex
    ) throws(SealingError) -> UseTicket {
        try Sealed.read(try key.open(sealed, context: context.bytes + index.bytes), step: paddingStep)
    }
}
