import Diagnostics
import Testing

@testable import Verifier

@Suite("Every code has a page")
struct PageTests {
  @Test("it says what the code means, shows an example and how to mend it", arguments: VerifierCode.allCases)
  func page(_ code: VerifierCode) {
    for language in Language.allCases {
      #expect(!code.title[language].isEmpty)
      #expect(code.page.meaning[language].count > 30)
      #expect(!code.page.mending[language].isEmpty)
    }
    #expect(code.page.example.contains(":"))
    #expect(code.page.meaning.en != code.page.meaning.ja)
  }

  @Test("no two codes share a page")
  func distinct() {
    #expect(Set(VerifierCode.allCases.map(\.page.meaning)).count == VerifierCode.allCases.count)
  }
}
