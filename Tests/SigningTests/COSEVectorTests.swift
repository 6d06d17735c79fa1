import Signing
import Testing

/// Examples of RFC 9052 appendix C and of the COSE working group, and the receipt of the ledger's own vectors.
@Suite struct COSEVectorTests {
    private static let payload = Array("This is the content.".utf8)
    private static let p256 = bytes(
        hex: """
            bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff
            20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e
            """)
    private static let ed25519 = bytes(hex: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")

    /// A body header, what was signed, and the signature.
    private static let single: [(String, String, String)] = [
        (
            "A10126", "846A5369676E61747572653143A101264054546869732069732074686520636F6E74656E742E",
            """
            8EB33E4CA31D1C465AB05AAC34CC6B23D58FEF5C083106C4D25A91AEF0B0117E
            2AF9A291AA32E14AB834DC56ED2A223444547E01F11D3B0916E5A4C345CACB36
            """
        ),
        (
            "A201260300", "846A5369676E61747572653145A2012603004054546869732069732074686520636F6E74656E742E",
            """
            6520BBAF2081D7E0ED0F95F76EB0733D667005F7467CEC4B87B9381A6BA1EDE8
            E00DF29F32A37230F39A842A54821FDD223092819D7728EFB9D3A0080B75380B
            """
        ),
    ]

    @Test(arguments: single)
    func `a COSE_Sign1 example signs the structure that is built here`(
        _ body: String, _ signed: String, _ signature: String
    ) throws {
        let structure = SigStructure.single(body: bytes(hex: body), payload: Self.payload)
        #expect(structure == bytes(hex: signed))
        let key = try #require(PublicKey(.es256, bytes: Self.p256))
        let given = bytes(hex: signature)
        // The examples were not made with low s: one of the two twins verifies, and never both.
        #expect(key.verifies(given, over: structure) != key.verifies(Scalars.twin(of: given), over: structure))
    }

    @Test func `the EdDSA example of COSE_Sign1 is signed and verified`() throws {
        let structure = SigStructure.single(body: bytes(hex: "A201270300"), payload: Self.payload)
        #expect(
            structure == bytes(hex: "846A5369676E61747572653145A2012703004054546869732069732074686520636F6E74656E742E"))
        let signature = bytes(
            hex: """
                7142FD2FF96D56DB85BEE905A76BA1D0B7321A95C8C4D3607C5781932B7AFB87
                11497DFA751BF40B58B3BCC32300B1487F3DB34085EEF013BF08F4A44D6FEF0D
                """)
        let key = try #require(
            PrivateKey(
                .ed25519, secret: bytes(hex: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")))
        #expect(key.publicKey.bytes == Self.ed25519)
        #expect(key.sign(structure) == signature)
        #expect(key.publicKey.verifies(signature, over: structure))
    }

    @Test func `the ES256 example of COSE_Sign signs the structure that is built here`() throws {
        let structure = SigStructure.multiple(body: [], signer: bytes(hex: "A10126"), payload: Self.payload)
        #expect(
            structure == bytes(hex: "85695369676E61747572654043A101264054546869732069732074686520636F6E74656E742E"))
        let signature = bytes(
            hex: """
                E2AEAFD40D69D19DFE6E52077C5D7FF4E408282CBEFB5D06CBF414AF2E19D982
                AC45AC98B8544C908B4507DE1E90B717C3D34816FE926A2B98F53AFD2FA0F30A
                """)
        let key = try #require(PublicKey(.es256, bytes: Self.p256))
        #expect(!key.verifies(signature, over: structure))
        #expect(key.verifies(Scalars.twin(of: signature), over: structure))
    }

    @Test func `the EdDSA example of COSE_Sign signs the structure that is built here`() throws {
        let structure = SigStructure.multiple(
            body: bytes(hex: "A10300"), signer: bytes(hex: "A10127"), payload: Self.payload)
        #expect(
            structure
                == bytes(hex: "85695369676E617475726543A1030043A101274054546869732069732074686520636F6E74656E742E"))
        let signature = bytes(
            hex: """
                77F3EACD11852C4BF9CB1D72FABE6B26FBA1D76092B2B5B7EC83B83557652264
                E69690DBC1172DDC0BF88411C0D25A507FDB247A20C40D5E245FABD3FC9EC106
                """)
        #expect(try #require(PublicKey(.ed25519, bytes: Self.ed25519)).verifies(signature, over: structure))
    }

    /// They carry the key id unprotected, where anyone could exchange it.
    @Test(arguments: [
        """
        D28443A10126A10442313154546869732069732074686520636F6E74656E742E58408EB33E4CA31D1C465AB05AAC34CC6B23D58FEF5C
        083106C4D25A91AEF0B0117E2AF9A291AA32E14AB834DC56ED2A223444547E01F11D3B0916E5A4C345CACB36
        """,
        """
        D8628440A054546869732069732074686520636F6E74656E742E818343A10126A1044231315840E2AEAFD40D69D19DFE6E52077C5D7F
        F4E408282CBEFB5D06CBF414AF2E19D982AC45AC98B8544C908B4507DE1E90B717C3D34816FE926A2B98F53AFD2FA0F30A
        """,
    ])
    func `the examples of appendix C are no statements`(_ hex: String) {
        #expect(throws: StatementError.unprotectedHeaderNotEmpty) { try Statement(decoding: bytes(hex: hex)) }
    }

    @Test func `the receipt among the ledger's vectors is signed over its recomputed root`() throws {
        let body = bytes(
            hex: """
                a4012719018b0104456e6f6465310fa2017668747470733a2f2f6c65646765722e6578616d706c65026474657374
                """)
        let signature = bytes(
            hex: """
                e31202ee9149568123216068d4dd9413b223d52df95a904022b3b2387591c44c
                cece353e0b342fd8ab91c1b7da9a8c56ef1fc0c9241cc25f46790322d01f2c08
                """)
        let root = try #require(Base64.decode("fKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI="))
        let key = try #require(PrivateKey(.ed25519, secret: Array(0..<32))).publicKey
        #expect(key.verifies(signature, over: SigStructure.single(body: body, payload: root)))
        #expect(!key.verifies(signature, over: SigStructure.single(body: body, payload: root.reversed())))
    }
}
