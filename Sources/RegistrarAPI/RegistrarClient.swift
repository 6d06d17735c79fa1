internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
public import Rulebook
public import Signing

/// Speaks to a registrar over HTTP. Nothing that it says is believed beyond its form: bindings are for the caller
/// to check.
public struct RegistrarClient: Sendable {
    /// The registrar's address, without a slash at the end.
    public let url: String
    private let timeoutSeconds: Int64

    /// A client of the registrar at that address.
    public init(_ url: String, timeoutSeconds: Int64 = 30) throws(RegistrarClientError) {
        guard let parts = URLComponents(string: url), parts.scheme == "http" || parts.scheme == "https",
            parts.host?.isEmpty == false, parts.query == nil, parts.fragment == nil, parts.user == nil
        else { throw .badURL(url) }
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.timeoutSeconds = timeoutSeconds
    }

    /// Who the registrar is.
    public func registrar() async throws -> RegistrarBody { try json(try await get("/registrar")) }

    /// Opens an account, or gives the one that was opened with the same keys.
    public func openAccount(_ body: AccountBody) async throws -> BoundBody {
        try json(try await post("/accounts", try encoded(body)))
    }

    /// Binds the account to other keys: at once, or after a time in which the old device may forbid it.
    public func rebind(_ body: AccountBody) async throws -> RebindingOutcome {
        let answer = try await post("/accounts/rebind", try encoded(body))
        return answer.status == 202 ? .waiting(try json(answer)) : .bound(try json(answer))
    }

    /// Forbids a re-binding that waits.
    public func veto(_ veto: [UInt8]) async throws {
        _ = try await post("/accounts/veto", try encoded(VetoBody(veto: Base64URL.encode(veto))))
    }

    /// What was kept for a device to come.
    public func backup(_ identity: IdentityBody) async throws -> BackupBody {
        try json(try await post("/accounts/backup", try encoded(identity)))
    }

    /// Asks the directory: an entry for each number, nil where there is no account.
    public func lookUp(_ signedQuestion: [UInt8], count: Int) async throws -> [DirectoryEntry?] {
        let answer = try await post("/directory", signedQuestion, type: "application/cbor")
        let entries: [DirectoryEntry?]
        do { entries = try DirectoryAnswer(decoding: answer.bytes).entries } catch {
            throw RegistrarClientError.unreadable(url: url, status: answer.status)
        }
        guard entries.count == count else { throw RegistrarClientError.unreadable(url: url, status: answer.status) }
        return entries
    }

    /// Asks the directory for any number of identities, a thousand at a time.
    public func lookUp(
        _ numbers: [String], by key: PrivateKey, of member: MemberID, origin: String, now seconds: UInt64
    ) async throws -> [DirectoryEntry?] {
        var entries: [DirectoryEntry?] = []
        for start in stride(from: 0, to: numbers.count, by: DirectoryQuestion.maxNumbers) {
            let part = Array(numbers[start..<min(start + DirectoryQuestion.maxNumbers, numbers.count)])
            let question = DirectoryQuestion(part).signed(by: key, of: member, origin: origin, now: seconds)
            entries += try await lookUp(question, count: part.count)
        }
        return entries
    }

    /// Asks which accounts of which the member was told were bound to other keys behind a number.
    public func rebindings(
        after number: UInt64, by key: PrivateKey, of member: MemberID, origin: String, now seconds: UInt64
    ) async throws -> RebindingsAnswer {
        let question = RebindingsQuestion(after: number).signed(by: key, of: member, origin: origin, now: seconds)
        let answer = try await post("/directory/rebindings", question, type: "application/cbor")
        do { return try RebindingsAnswer(decoding: answer.bytes) } catch {
            throw RegistrarClientError.unreadable(url: url, status: answer.status)
        }
    }

    /// Asks for trace tokens by a wallet's signed wish: one for each of its keys, in their order, still to be checked.
    public func traceTokens(_ signedRequest: [UInt8], count: Int) async throws -> [[UInt8]] {
        let body = TraceTokensBody(request: Base64URL.encode(signedRequest))
        let answer = try await post("/accounts/tokens", try encoded(body))
        let issued: IssuedTokensBody = try json(answer)
        let tokens = issued.tokens.compactMap { Base64URL.decode($0) }
        guard tokens.count == count, issued.tokens.count == count else {
            throw RegistrarClientError.unreadable(url: url, status: answer.status)
        }
        return tokens
    }

    /// Asks whose a traced grant is, by a regulator's signed question; the answer opens by the trace's release key.
    public func resolve(_ signedQuestion: [UInt8]) async throws -> TraceAnswer {
        TraceAnswer(try await post("/traces", signedQuestion, type: "application/cbor").bytes)
    }

    /// The proof that a binding stands below an anchored root.
    public func directoryProof(_ binding: Digest) async throws -> DirectoryProofBody {
        try json(try await get("/directory/proofs/\(binding.hex)"))
    }
}

/// What became of a re-binding.
public enum RebindingOutcome: Hashable, Sendable {
    case bound(BoundBody)
    case waiting(WaitingBindingBody)
}

/// Why the registrar gave no answer that can be used.
public enum RegistrarClientError: Error, Hashable, Sendable {
    case badURL(String)
    case unreachable(url: String, reason: String)
    case problem(RegistrarProblem)
    case unreadable(url: String, status: Int)
}

extension RegistrarClient {
    private struct Answer {
        let status: Int
        let bytes: [UInt8]
    }

    private static let maxAnswerByteCount = 8 << 20

    private func encoded(_ body: some Encodable) throws -> [UInt8] { Array(try JSONEncoder().encode(body)) }

    private func json<Body: Decodable>(_ answer: Answer) throws -> Body {
        do { return try JSONDecoder().decode(Body.self, from: Data(answer.bytes)) } catch {
            throw RegistrarClientError.unreadable(url: url, status: answer.status)
        }
    }

    private func get(_ path: String) async throws -> Answer { try await send(HTTPClientRequest(url: url + path)) }

    private func post(_ path: String, _ body: [UInt8], type: String = "application/json") async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = .POST
        request.headers.add(name: "content-type", value: type)
        request.body = .bytes(ByteBuffer(bytes: body))
        return try await send(request)
    }

    private func send(_ request: HTTPClientRequest) async throws -> Answer {
        let answer: Answer
        do {
            let response = try await RegistrarClient.http.execute(request, timeout: .seconds(timeoutSeconds))
            let buffer = try await response.body.collect(upTo: RegistrarClient.maxAnswerByteCount)
            answer = Answer(status: Int(response.status.code), bytes: Array(buffer.readableBytesView))
        } catch is CancellationError {
            throw CancellationError()
        } catch { throw RegistrarClientError.unreachable(url: url, reason: RegistrarClient.reason(error)) }
        guard (200..<300).contains(answer.status) else {
            let problem = try? JSONDecoder().decode(RegistrarProblem.self, from: Data(answer.bytes))
            throw problem.map { .problem($0) } ?? RegistrarClientError.unreadable(url: url, status: answer.status)
        }
        return answer
    }
}
