import Signing

/// The walk through a payload that replaces digests by what was disclosed.
struct DisclosureResolution {
    private let disclosures: [Disclosure]
    private var indexes: [String: Int] = [:]
    private var paths: [ClaimPath?]
    private var seen: Set<String> = []

    static let digests = "_sd"
    static let placeholder = "..."

    init(_ disclosures: [Disclosure]) throws(SDJWTError) {
        self.disclosures = disclosures
        paths = [ClaimPath?](repeating: nil, count: disclosures.count)
        for (index, disclosure) in disclosures.enumerated() {
            guard indexes.updateValue(index, forKey: disclosure.digest) == nil else {
                throw .digestTwice(disclosure.digest)
            }
        }
    }

    /// Where each disclosure was put; refused when one was put nowhere.
    func places() throws(SDJWTError) -> [ClaimPath] {
        var places: [ClaimPath] = []
        for (index, path) in paths.enumerated() {
            guard let path else { throw .unreferenced(index: index) }
            places.append(path)
        }
        return places
    }

    /// An object with its disclosed members behind the open ones.
    mutating func object(_ object: JSONObject, at path: ClaimPath, depth: Int) throws(SDJWTError) -> JSONObject {
        guard depth <= JSONValue.maxDepth else { throw .tooDeep(limit: JSONValue.maxDepth) }
        var result = JSONObject()
        for member in object.members where !DisclosureResolution.isDigests(member.name) {
            guard member.name != DisclosureResolution.placeholder else {
                throw .misplacedDigest(path: path.appending(.member(member.name)).description)
            }
            let place = path.appending(.member(member.name))
            result.append(member.name, try value(member.value, at: place, depth: depth))
        }
        if let digests = object[DisclosureResolution.digests] {
            try disclose(digests, into: &result, at: path, depth: depth)
        }
        return result
    }

    private mutating func value(_ value: JSONValue, at path: ClaimPath, depth: Int) throws(SDJWTError) -> JSONValue {
        switch value {
        case .object(let object): .object(try self.object(object, at: path, depth: depth + 1))
        case .array(let elements): .array(try array(elements, at: path, depth: depth + 1))
        case .null, .bool, .integer, .string: value
        }
    }

    private mutating func disclose(
        _ digests: JSONValue, into result: inout JSONObject, at path: ClaimPath, depth: Int
    ) throws(SDJWTError) {
        guard case .array(let list) = digests else {
            throw .misplacedDigest(path: path.appending(.member(DisclosureResolution.digests)).description)
        }
        for item in list {
            guard case .string(let digest) = item else {
                throw .misplacedDigest(path: path.appending(.member(DisclosureResolution.digests)).description)
            }
            guard let index = try take(digest) else { continue }
            guard let name = disclosures[index].name else {
                throw .wrongArity(index: index, expected: 3, found: 2)
            }
            guard !DisclosureResolution.isDigests(name), name != DisclosureResolution.placeholder else {
                throw .reservedName(name)
            }
            guard result[name] == nil else { throw .nameTwice(name) }
            let place = path.appending(.member(name))
            paths[index] = place
            result.append(name, try value(disclosures[index].value, at: place, depth: depth))
        }
    }

    private mutating func array(
        _ elements: [JSONValue], at path: ClaimPath, depth: Int
    ) throws(SDJWTError) -> [JSONValue] {
        guard depth <= JSONValue.maxDepth else { throw .tooDeep(limit: JSONValue.maxDepth) }
        var result: [JSONValue] = []
        for element in elements {
            let place = path.appending(.index(result.count))
            guard case .object(let object) = element, let digest = object[DisclosureResolution.placeholder] else {
                result.append(try value(element, at: place, depth: depth))
                continue
            }
            guard object.members.count == 1, case .string(let digest) = digest else {
                throw .misplacedDigest(path: place.description)
            }
            guard let index = try take(digest) else { continue }
            guard disclosures[index].name == nil else {
                throw .wrongArity(index: index, expected: 2, found: 3)
            }
            paths[index] = place
            result.append(try value(disclosures[index].value, at: place, depth: depth))
        }
        return result
    }

    /// The disclosure of a digest, nil for one that is withheld or a decoy; each digest may stand once.
    private mutating func take(_ digest: String) throws(SDJWTError) -> Int? {
        guard seen.insert(digest).inserted else { throw .digestTwice(digest) }
        return indexes[digest]
    }

    private static func isDigests(_ name: String) -> Bool { name == digests }
}
