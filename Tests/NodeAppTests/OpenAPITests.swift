import Foundation
import HTTPTypes
import HummingbirdTesting
import NodeAPI
import NodeApp
import Rulebook
import Signing
import TestSupport
import Testing

struct OpenAPITests {
    @Test func `the document describes every route, and every route that it describes is there`() async throws {
        try await ServedNode.runIdle { served in
            let document = try await Document(served)
            let routes = NodeServer(served.node, logger: ServedNode.logger).routes
            #expect(routes.count > 20)
            // OpenAPI has no parameter that takes in slashes: the rest of a tile's path is told as one.
            let registered = Set(routes.map { $0.replacing("/tile/**", with: "/tile/{path}") })
            #expect(registered == document.operations)
        }
    }

    @Test func `every code of a problem and of a refusal is listed, and no other`() async throws {
        try await ServedNode.runIdle { served in
            let document = try await Document(served)
            let codes = Set(ProblemCode.allCases.map(\.rawValue))
            #expect(Set(document.texts(at: "components", "schemas", "Problem", "properties", "code", "enum")) == codes)
            #expect(document.documentedCodes == codes)
            let refusals = Set(RefusalSamples.all.map(\.code))
            #expect(
                Set(document.texts(at: "components", "schemas", "Outcome", "properties", "code", "enum")) == refusals)
        }
    }

    @Test func `answers have the form that is documented`() async throws {
        try await ServedNode.run { served in
            let document = try await Document(served)
            let grant = TestGrant()
            try await served.commit([grant.use(1, in: served.signer)])
            let late = grant.use(1, in: served.signer, salt: "again")
            let outcomes = try await served.post(
                [served.anchor("甲"), late, served.stranger("乙")], to: "/statements?wait=final")
            try document.check(outcomes, against: "Outcomes")
            let answers = [
                ("/status", "Status"), ("/health", "Health"), ("/members", "Members"), ("/members/bank", "Member"),
                ("/governance", "Governance"), ("/types?fields=true", "Types"), ("/types/TESTIDENTITY", "Type"),
                ("/scenes", "Scenes"), ("/blocks/2", "Block"), ("/state/grant", "Buckets"), ("/nothing", "Problem"),
                ("/deposits/keys?week=\(served.signer.clock / 604_800_000)", "WeeklyKeys"),
                ("/deposits/deletions/" + String(repeating: "0", count: 64), "Deletions"),
            ]
            for (path, schema) in answers { try document.check(try await served.get(path), against: schema) }
        }
    }

    @Test func `an answer of another form would be found`() async throws {
        try await ServedNode.runIdle { served in
            let document = try await Document(served)
            #expect(throws: Document.Mismatch.self) {
                try document.check(["status": .string("bad")], against: "Health")
            }
            #expect(throws: Document.Mismatch.self) { try document.check([:], against: "Health") }
            #expect(throws: Document.Mismatch.self) {
                try document.check(["status": .string("ok"), "more": 1], against: "Health")
            }
        }
    }
}

/// The served OpenAPI document.
private struct Document {
    let root: JSONValue

    init(_ served: ServedNode) async throws {
        let response = try await served.get("/openapi.json")
        #expect(response.headers[.contentType] == "application/json")
        root = try JSONValue(parsing: response.bytes, maxByteCount: 1 << 20)
        #expect(root["openapi"] == "3.1.0")
    }

    /// Each described operation as a method and a path.
    var operations: Set<String> {
        let paths = root["paths"]?.members ?? []
        return Set(paths.flatMap { path in path.value.members.map { "\($0.name.uppercased()) \(path.name)" } })
    }

    /// The codes that some response names.
    var documentedCodes: Set<String> { codes(in: root) }

    func texts(at steps: String...) -> [String] {
        steps.reduce(root) { $0?[$1] ?? .null }?.elements.compactMap(\.text) ?? []
    }

    func check(_ response: TestResponse, against schema: String) throws {
        try check(try JSONValue(parsing: response.bytes, maxByteCount: 1 << 20), against: schema)
    }

    func check(_ value: JSONValue, against schema: String) throws {
        try check(value, try #require(root["components"]?["schemas"]?[schema]), schema)
    }

    /// Where a value is not as its schema says.
    struct Mismatch: Error {
        let place: String
        let fact: String
    }

    private func check(_ value: JSONValue, _ schema: JSONValue, _ place: String) throws {
        if let name = schema["$ref"]?.text?.split(separator: "/").last {
            return try check(value, against: String(name))
        }
        func require(_ isTrue: Bool, _ fact: String) throws {
            if !isTrue { throw Mismatch(place: place, fact: fact) }
        }
        if let expected = schema["const"] { try require(value == expected, "is not the constant") }
        if let words = schema["enum"] { try require(words.elements.contains(value), "is no listed word") }
        switch schema["type"]?.text {
        case "string":
            guard let text = value.text else { throw Mismatch(place: place, fact: "is no text") }
            guard let pattern = schema["pattern"]?.text else { return }
            try require(try text.wholeMatch(of: Regex(pattern)) != nil, "does not match \(pattern)")
        case "integer":
            guard case .integer(let number) = value else { throw Mismatch(place: place, fact: "is no integer") }
            try require(number >= 0 && number <= 1 << 53, "is out of range")
        case "boolean":
            guard case .bool = value else { throw Mismatch(place: place, fact: "is no boolean") }
        case "array":
            guard case .array(let items) = value else { throw Mismatch(place: place, fact: "is no array") }
            for item in items { try check(item, schema["items"] ?? .null, place + "[]") }
        case "object":
            let known = schema["properties"]?.members ?? []
            for member in value.members {
                let inner = known.first { $0.name == member.name }?.value
                try require(inner != nil, "has the member \(member.name)")
                try check(member.value, inner ?? .null, place + "." + member.name)
            }
            for name in schema["required"]?.elements.compactMap(\.text) ?? [] {
                try require(value[name] != nil, "lacks \(name)")
            }
        case let type: throw Mismatch(place: place, fact: "has the schema type \(type ?? "none")")
        }
    }

    private func codes(in value: JSONValue) -> Set<String> {
        switch value {
        case .object(let object):
            object.members.reduce(into: []) { codes, member in
                let isList = member.name == "x-codes"
                codes.formUnion(isList ? member.value.elements.compactMap(\.text) : Array(self.codes(in: member.value)))
            }
        case .array(let items): items.reduce(into: []) { $0.formUnion(self.codes(in: $1)) }
        case .null, .bool, .integer, .string: []
        }
    }
}

extension JSONValue {
    fileprivate subscript(name: String) -> JSONValue? {
        if case .object(let object) = self { return object[name] }
        return nil
    }

    fileprivate var members: [JSONObject.Member] {
        if case .object(let object) = self { return object.members }
        return []
    }

    fileprivate var elements: [JSONValue] {
        if case .array(let items) = self { return items }
        return []
    }

    fileprivate var text: String? {
        if case .string(let text) = self { return text }
        return nil
    }
}
