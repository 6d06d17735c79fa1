public import Signing

/// A wallet's answer to a verifier (OpenID4VP sections 8.1 and 8.5).
public enum PresentationResponse: Hashable, Sendable {
    /// `vp_token`: presentations by the id of the query that they answer.
    case presented([Answer], state: String?)
    /// `error`, as the wallet wrote it: another maker may have codes of its own.
    case refused(code: String, state: String?)

    /// What answers one credential query.
    public struct Answer: Hashable, Sendable {
        public let query: String
        /// One, or more where the query takes several.
        public let presentations: [String]

        /// Presentations that answer a query.
        public init(query: String, presentations: [String]) {
            self.query = query
            self.presentations = presentations
        }
    }

    /// Most bytes of a sealed answer.
    public static let maxByteCount = 4 << 20
    private static let maxPresentations = 16

    /// `state`, as it came.
    public var state: String? {
        switch self {
        case .presented(_, let state), .refused(_, let state): state
        }
    }

    /// Seals the answer for whom the request says, and gives the form to post; nil for a key that cannot be sealed to.
    public func form(for sealing: AnswerSealing) -> String? {
        guard let encryption = ContentEncryption.allCases.last(where: sealing.encryptions.contains),
            let sealed = EncryptedMessage.seal(JSONBytes.of(json), to: sealing.key, encryption: encryption)
        else { return nil }
        return FormText([("response", sealed)]).encoded
    }

    /// The answer in the clear.
    private var json: JSONObject {
        var object = JSONObject()
        switch self {
        case .presented(let answers, let state):
            var token = JSONObject()
            for answer in answers { token.append(answer.query, .array(answer.presentations.map { .string($0) })) }
            object.append("vp_token", .object(token))
            if let state { object.append("state", .string(state)) }
        case .refused(let code, let state):
            object.append("error", .string(code))
            if let state { object.append("state", .string(state)) }
        }
        return object
    }

    /// Opens the posted form with the key of the request. A refusal may come in the clear; data never does.
    public init(form text: String, by key: AgreementKey) throws(PresentationAnswerError) {
        guard let form = FormText(parsing: text) else { throw .form }
        guard let sealed = form["response"] else {
            guard form["vp_token"] == nil else { throw .notSealed }
            guard let code = form["error"], !code.isEmpty else { throw .form }
            self = .refused(code: String(code.prefix(64)), state: form["state"])
            return
        }
        let clear: [UInt8]
        do throws(JOSEError) {
            let message = try EncryptedMessage(parsing: sealed, maxByteCount: PresentationResponse.maxByteCount)
            guard message.header.keyID == nil || message.header.keyID == key.publicKey.id else {
                throw .badKey
            }
            clear = try message.open(by: key)
        } catch { throw .sealed(error) }
        do throws(JSONError) { self = try PresentationResponse(clear: clear) } catch { throw .content(error) }
    }

    /// Reads an answer in the clear.
    public init(clear bytes: [UInt8]) throws(JSONError) {
        let open = try JSONElement.reading(bytes, max: PresentationResponse.maxByteCount)
        let state = try open.optionalText("state", max: 512)
        if let code = try open.optionalText("error", max: 64) {
            self = .refused(code: code, state: state)
            return
        }
        let answers = try open.member("vp_token").entries(max: PresentationQuery.maxCredentials) {
            (query, list) throws(JSONError) in
            let texts = try list.list(max: PresentationResponse.maxPresentations) { (item) throws(JSONError) in
                try item.filledString(max: SDJWT.maxByteCount)
            }
            guard !texts.isEmpty else { throw list.invalid("is empty") }
            return Answer(query: query, presentations: texts)
        }
        self = .presented(answers, state: state)
    }
}

/// Why a posted answer is none.
public enum PresentationAnswerError: Error, Hashable, Sendable {
    /// Neither `response` nor `error` stands in the form.
    case form
    /// Data came in the clear.
    case notSealed
    case sealed(JOSEError)
    case content(JSONError)
}

extension PresentationAnswerError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .form: "the form must have response, or else error"
        case .notSealed: "vp_token came in the clear, and must come sealed in response"
        case .sealed(let error): "\(error)"
        case .content(let error): "\(error)"
        }
    }
}
