internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import RegistrarAPI
public import Signing

/// Speaks to an issuing desk over HTTP, as a machine of it or as a person of its staff.
public struct DeskClient: Sendable {
    /// The desk's address, without a slash at the end.
    public let url: String
    private let credential: Credential

    /// How a caller shows who it is.
    private enum Credential: Sendable, CustomStringConvertible {
        case token(String)
        case session(cookie: String, formToken: String)

        var description: String { "<secret>" }
    }

    /// Most bytes of an answer.
    private static let maxAnswerByteCount = 64 << 20
    /// How long an answer may take, in seconds: an import is answered when it is done.
    private static let timeoutSeconds: Int64 = 1_800

    private init(_ url: String, _ credential: Credential) throws(DeskClientError) {
        guard let base = DeskConfiguration.clean(url), let parts = URLComponents(string: base),
            let host = parts.host, parts.user == nil
        else { throw .badURL(url) }
        // A token or a password is not shown to whoever listens on the way.
        let isLoopback = ["127.0.0.1", "localhost", "[::1]", "::1"].contains(host)
        guard parts.scheme == "https" || isLoopback else { throw .notSecure(url) }
        self.url = base
        self.credential = credential
    }

    /// A client with a machine's token.
    public init(_ url: String, token: String) throws(DeskClientError) { try self.init(url, .token(token)) }

    /// A client for whom a person has signed in; the one-time code is spent.
    public static func signIn(
        _ url: String, name: String, password: String, code: String
    ) async throws -> DeskClient {
        let stranger = try DeskClient(url, .session(cookie: "", formToken: ""))
        let body: JSONValue = ["name": .string(name), "password": .string(password), "code": .string(code)]
        let answer = try await stranger.answer(to: .post("sign-in", body))
        guard let cookie = answer.headers.first(name: "set-cookie")?.prefix(while: { $0 != ";" }),
            case .object(let session) = try stranger.json(answer), case .string(let token)? = session["formToken"]
        else { throw DeskClientError.unreadable(url: url, status: answer.status) }
        return try DeskClient(url, .session(cookie: String(cookie), formToken: token))
    }

    /// Ends a person's session; a machine has none.
    public func signOut() async throws {
        guard case .session = credential else { return }
        _ = try await answer(to: DeskRequest(method: "POST", path: "sign-out"))
    }

    /// The answer to a request. Throws `DeskClientError`: what the desk refuses is its own problem.
    public func send(_ request: DeskRequest) async throws -> JSONValue { try json(try await answer(to: request)) }

    /// The bytes of an answer that is no JSON.
    public func bytes(_ request: DeskRequest) async throws -> [UInt8] { try await answer(to: request).bytes }
}

/// A request to a desk.
public struct DeskRequest: Sendable {
    var method = "GET"
    /// Below the desk's address, escaped.
    var path: String
    var mediaType: String?
    var body: [UInt8]?

    init(method: String = "GET", path: String, mediaType: String? = nil, body: [UInt8]? = nil) {
        self.method = method
        self.path = path
        self.mediaType = mediaType
        self.body = body
    }

    /// Reads something; parameters that are nil are left out.
    public static func get(_ path: String, _ query: KeyValuePairs<String, String?> = [:]) -> DeskRequest {
        let parts = query.compactMap { name, value in value.map { "\(name)=\(escape($0))" } }
        return DeskRequest(path: parts.isEmpty ? path : path + "?" + parts.joined(separator: "&"))
    }

    /// Has something done; members that are null are left out.
    public static func post(_ path: String, _ body: JSONValue) -> DeskRequest { sending("POST", path, body) }

    /// Sets something; members that are null are left out.
    public static func put(_ path: String, _ body: JSONValue) -> DeskRequest { sending("PUT", path, body) }

    /// Puts bytes of a media type.
    public static func put(_ path: String, _ bytes: [UInt8], as mediaType: String) -> DeskRequest {
        DeskRequest(method: "PUT", path: path, mediaType: mediaType, body: bytes)
    }

    /// Ends something.
    public static func delete(_ path: String) -> DeskRequest { DeskRequest(method: "DELETE", path: path) }

    /// A text as one step of a path or one value of a query.
    public static func escape(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    private static func sending(_ method: String, _ path: String, _ body: JSONValue) -> DeskRequest {
        var given = JSONObject()
        if case .object(let object) = body {
            for member in object.members where member.value != .null { given.append(member.name, member.value) }
        }
        let text = JSONValue.object(given).compact
        return DeskRequest(method: method, path: path, mediaType: "application/json", body: Array(text.utf8))
    }
}

/// Why a desk gave no answer that can be used.
public enum DeskClientError: Error, Hashable, Sendable {
    case badURL(String)
    /// Plain HTTP to another machine.
    case notSecure(String)
    case unreachable(url: String, reason: String)
    /// The desk refuses, or has failed, in its own words.
    case problem(DeskProblem)
    case unreadable(url: String, status: Int)
}

extension DeskClient {
    private struct Answer {
        let status: Int
        let headers: HTTPHeaders
        let bytes: [UInt8]
    }

    private func json(_ answer: Answer) throws(DeskClientError) -> JSONValue {
        do { return try JSONValue(parsing: answer.bytes, maxByteCount: DeskClient.maxAnswerByteCount) } catch {
            throw .unreadable(url: url, status: answer.status)
        }
    }

    /// One for the process. A desk that refuses the connection is told of at once.
    private static let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)

    private static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(timeout: .init(connect: .seconds(5)))
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private func answer(to request: DeskRequest) async throws -> Answer {
        let answer: Answer
        do {
            let response = try await DeskClient.http.execute(
                outgoing(request), timeout: .seconds(DeskClient.timeoutSeconds))
            let buffer = try await response.body.collect(upTo: DeskClient.maxAnswerByteCount)
            answer = Answer(
                status: Int(response.status.code), headers: response.headers, bytes: Array(buffer.readableBytesView))
        } catch is CancellationError {
            throw CancellationError()
        } catch { throw DeskClientError.unreachable(url: url, reason: RegistrarClient.reason(error)) }
        guard (200..<300).contains(answer.status) else {
            guard let problem = DeskProblem(reading: answer.bytes) else {
                throw DeskClientError.unreadable(url: url, status: answer.status)
            }
            throw DeskClientError.problem(problem)
        }
        return answer
    }

    private func outgoing(_ request: DeskRequest) -> HTTPClientRequest {
        var outgoing = HTTPClientRequest(url: url + "/" + request.path)
        outgoing.method = HTTPMethod(rawValue: request.method)
        outgoing.headers.add(name: "accept", value: "application/json")
        switch credential {
        case .token(let token): outgoing.headers.add(name: "authorization", value: "Bearer " + token)
        case .session(let cookie, let formToken) where !cookie.isEmpty:
            outgoing.headers.add(name: "cookie", value: cookie)
            outgoing.headers.add(name: "x-form-token", value: formToken)
        case .session: break
        }
        if let body = request.body {
            outgoing.headers.add(name: "content-type", value: request.mediaType ?? "application/json")
            outgoing.body = .bytes(ByteBuffer(bytes: body))
        }
        return outgoing
    }
}
