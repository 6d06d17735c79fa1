import Foundation
import RegistrarAPI
import RegistrarApp
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

struct BooksTests {
    @Test func `nothing in the files tells of a person`() async throws {
        let registrar = try TestRegistrar()
        try await registrar.run { talk in
            let wallet = TestWallet(registrar)
            _ = try await talk.post("/accounts", wallet.body(.one, at: registrar.clock.now, backup: "示例备份"))
            _ = try await talk.post("/accounts", wallet.body(.two, at: registrar.clock.now, face: "x"))
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: registrar.configuration.data) {
            let bytes = try Data(contentsOf: URL(filePath: registrar.configuration.data + "/" + name))
            for person in TestPerson.all {
                #expect(bytes.range(of: Data(person.number.utf8)) == nil, "\(name)")
                #expect(bytes.range(of: Data(person.name.utf8)) == nil, "\(name)")
            }
            #expect(bytes.range(of: Data("示例备份".utf8)) == nil, "\(name)")
        }
    }

    @Test func `a registrar opens again with its own keys, and not as another`() async throws {
        let registrar = try TestRegistrar()
        _ = try TestRegistrar.open(registrar.configuration, [], registrar.nodes, registrar.clock)
        var other = registrar.configuration
        other.member = MemberID(checked: "another")
        #expect(throws: RegistrarError.self) {
            try TestRegistrar.open(other, [], registrar.nodes, registrar.clock)
        }
        other = registrar.configuration
        other.storage = StorageKey(SecretKey())
        #expect(throws: RegistrarError.wrongStorageKey) {
            try TestRegistrar.open(other, [], registrar.nodes, registrar.clock)
        }
        other = registrar.configuration
        other.data += "/none"
        #expect(throws: RegistrarError.missing(other.data + "/registrar.sqlite")) {
            try TestRegistrar.open(other, [], registrar.nodes, registrar.clock)
        }
        #expect(throws: RegistrarError.self) { try Registrar.create(registrar.configuration, origin: registrar.origin) }
        other = registrar.configuration
        other.host = "0.0.0.0"
        #expect(throws: RegistrarError.notLoopback("0.0.0.0")) {
            try TestRegistrar.open(other, [], registrar.nodes, registrar.clock)
        }
        other.isBehindProxy = true
        _ = try TestRegistrar.open(other, [], registrar.nodes, registrar.clock)
    }

    @Test(arguments: [
        ("", 1), ("name,number,face\n", 1), ("number,name,face\n1,2", 2), ("number,name,face\n1,2,3", 2),
        ("number,name,face\n110101209001011014,甲,a\n110101209001011014,乙,b", 3),
        ("number,name,face\n110101209001011014,\"甲\",a", 2),
    ])
    func `a population of another form is refused with its line`(_ text: String, _ line: Int) {
        #expect {
            try PopulationFile(parsing: text)
        } throws: { error in
            guard case .badPopulation(let found, _)? = error as? RegistrarError else { return false }
            return found == line
        }
    }
}
