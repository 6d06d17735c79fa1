internal import Foundation
internal import Signing

/// A population for tests: who there is, from a file of lines `number,name,face`.
public struct PopulationFile: RealNameCheck {
    private struct Person: Sendable {
        let name: String
        let face: Digest
    }

    public let isTest = true
    private let people: [String: Person]
    private static let header = "number,name,face"

    /// How many people there are.
    public var count: Int { people.count }

    /// Reads the file's text.
    public init(parsing text: String) throws(RegistrarError) {
        var people: [String: Person] = [:]
        let lines = text.replacingOccurrences(of: "\r\n", with: "\n").split(
            separator: "\n", omittingEmptySubsequences: false)
        guard lines.first.map(String.init) == PopulationFile.header else {
            throw .badPopulation(line: 1, fact: "must be \(PopulationFile.header)")
        }
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3, fields.allSatisfy({ !$0.isEmpty && !$0.contains("\"") }) else {
                throw .badPopulation(line: index + 1, fact: "must have three fields without quotes")
            }
            guard let number = try? IdentityNumber(fields[0]) else {
                throw .badPopulation(line: index + 1, fact: "the number's check digit does not hold")
            }
            let person = Person(name: fields[1], face: PopulationFile.digest(fields[2]))
            guard people.updateValue(person, forKey: number.text) == nil else {
                throw .badPopulation(line: index + 1, fact: "the number stands in an earlier line")
            }
        }
        self.people = people
    }

    /// Reads the file at a path.
    public init(contentsOf path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else { throw RegistrarError.missing(path) }
        try self.init(parsing: String(decoding: data, as: UTF8.self))
    }

    public func check(_ claim: IdentityClaim) async throws -> RealNameOutcome {
        guard let person = people[claim.number] else { return .denied(.unknownNumber) }
        guard person.name == claim.name else { return .denied(.otherName) }
        guard person.face == PopulationFile.digest(claim.face) else { return .denied(.faceFailed) }
        return .confirmed(level: 2)
    }

    private static func digest(_ text: String) -> Digest { SHA256.digest(Array(text.utf8)) }
}
