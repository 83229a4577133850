declare <8 x double> @llvm.fma.v8f64(<8 x double>, <8 x double>, <8 x double>)
declare <8 x double> @llvm.sqrt.v8f64(<8 x double>)
declare <8 x double> @llvm.fabs.v8f64(<8 x double>)
declare <8 x double> @llvm.trunc.v8f64(<8 x double>)
declare <8 x double> @llvm.masked.gather.v8f64.v8p0(<8 x ptr>, i32, <8 x i1>, <8 x double>)
declare void @llvm.masked.scatter.v8f64.v8p0(<8 x double>, <8 x ptr>, i32, <8 x i1>)

@ln.table = internal constant [512 x double] [double 0x3FF6B25C70000000, double 0xBFD6605E2EC46F00, double 0x3FF6A077A0000000, double 0xBFD62DD5523CAACE, double 0x3FF6928E40000000, double 0xBFD6066FDA321502, double 0x3FF680CD20000000, double 0xBFD5D4052C6C1DB1, double 0x3FF671C050000000, double 0xBFD5A9293F994488, double 0x3FF660BA00000000, double 0xBFD5788B145AB897, double 0x3FF650FC20000000, double 0xBFD54B75E254BD2A, double 0x3FF643C570000000, double 0xBFD525859910CB46, double 0x3FF633D190000000, double 0xBFD4F79A0906E6EC, double 0x3FF624E010000000, double 0xBFD4CC783EE6591B, double 0x3FF6135010000000, double 0xBFD499A1E1BC0816, double 0x3FF6041410000000, double 0xBFD46D67EE8A1606, double 0x3FF5F77440000000, double 0xBFD448AA8FA6558D, double 0x3FF5E675D0000000, double 0xBFD4171451CFFBAA, double 0x3FF5D89700000000, double 0xBFD3EE7EC52BCD7B, double 0x3FF5CA8CF0000000, double 0xBFD3C550664BAC68, double 0x3FF5BA5E60000000, double 0xBFD395B829FFC850, double 0x3FF5AD1020000000, double 0xBFD36E7B02503C91, double 0x3FF59DBCE0000000, double 0xBFD3412B4FB875DD, double 0x3FF58FBF30000000, double 0xBFD317B1693853C2, double 0x3FF5810D20000000, double 0xBFD2EC03C5104118, double 0x3FF571E030000000, double 0xBFD2BEC98C10BA98, double 0x3FF5629470000000, double 0xBFD291130FD93159, double 0x3FF5553420000000, double 0xBFD268FE70E750FA, double 0x3FF5479F20000000, double 0xBFD24032335024E2, double 0x3FF5383B30000000, double 0xBFD211D7DE04A071, double 0x3FF52B6B80000000, double 0xBFD1EB2869452986, double 0x3FF51BF5C0000000, double 0xBFD1BC5A3C45C95B, double 0x3FF50FFFF0000000, double 0xBFD1980CFD3621D8, double 0x3FF50131D0000000, double 0xBFD16B00912A875D, double 0x3FF4F31A40000000, double 0xBFD140021ACE2A95, double 0x3FF4E4ED10000000, double 0xBFD114A4722BA426, double 0x3FF4D73F30000000, double 0xBFD0EAB04E8EEEE9, double 0x3FF4CA0A80000000, double 0xBFD0C215B09F6090, double 0x3FF4BCEE20000000, double 0xBFD099AC47C1BF5F, double 0x3FF4AF52A0000000, double 0xBFD06F9FFA365812, double 0x3FF4A34A10000000, double 0xBFD04A59B6788BF8, double 0x3FF494E8F0000000, double 0xBFD01DB29E77C5B0, double 0x3FF4888120000000, double 0xBFCFEE272E4BFE5F, double 0x3FF47AF120000000, double 0xBFCF997F748D645D, double 0x3FF46D5A40000000, double 0xBFCF4474843FF1B3, double 0x3FF46200E0000000, double 0xBFCEFD432A5B0652, double 0x3FF452CC80000000, double 0xBFCE9DA4291B526A, double 0x3FF4480700000000, double 0xBFCE59BB03628B98, double 0x3FF4397480000000, double 0xBFCDFDA1ECA02F39, double 0x3FF42D87E0000000, double 0xBFCDB213A521B86B, double 0x3FF4216D50000000, double 0xBFCD65349362D6E8, double 0x3FF4131100000000, double 0xBFCD09C428C43F3B, double 0x3FF40815F0000000, double 0xBFCCC3ACEE1E80FA, double 0x3FF3F9C8B0000000, double 0xBFCC6829313FE4FD, double 0x3FF3EDAE40000000, double 0xBFCC1A838E3AD2C3, double 0x3FF3E1CD70000000, double 0xBFCBCE21B37D8CDE, double 0x3FF3D63400000000, double 0xBFCB835EBB85F26C, double 0x3FF3C87910000000, double 0xBFCB2AA74324426A, double 0x3FF3BC5300000000, double 0xBFCADBF474AD64E2, double 0x3FF3B2B150000000, double 0xBFCA9D6D6A453946, double 0x3FF3A44510000000, double 0xBFCA3F925EE34817, double 0x3FF39837D0000000, double 0xBFC9F0F06B961E2C, double 0x3FF38BBD20000000, double 0xBFC99F5167B949D3, double 0x3FF38135C0000000, double 0xBFC95A4B98F61875, double 0x3FF37667F0000000, double 0xBFC9135141475231, double 0x3FF368DD90000000, double 0xBFC8BA24C4146067, double 0x3FF35DC9C0000000, double 0xBFC87102A84D43C0, double 0x3FF3528A30000000, double 0xBFC82694DB5510E8, double 0x3FF346E050000000, double 0xBFC7D939C8D8D33A, double 0x3FF33BB460000000, double 0xBFC78EF6070427D1, double 0x3FF32DFC30000000, double 0xBFC7338743085DB1, double 0x3FF324B950000000, double 0xBFC6F5A9B33428E3, double 0x3FF31736A0000000, double 0xBFC69B33BCB2C1F4, double 0x3FF30E6DE0000000, double 0xBFC66040A7870DE2, double 0x3FF30283D0000000, double 0xBFC6102095136ACD, double 0x3FF2F6FC50000000, double 0xBFC5C2677D63C5EF, double 0x3FF2EA4680000000, double 0xBFC56C8192455A7E, double 0x3FF2E036C0000000, double 0xBFC528592A6DCDB5, double 0x3FF2D4F010000000, double 0xBFC4DBCB35C24EC5, double 0x3FF2C93E60000000, double 0xBFC48C3657EC25ED, double 0x3FF2C03350000000, double 0xBFC44E89B60413CF, double 0x3FF2B4E110000000, double 0xBFC40129C863F692, double 0x3FF2A9C740000000, double 0xBFC3B51E0D6E8057, double 0x3FF29F24C0000000, double 0xBFC36C1932BBAB49, double 0x3FF2927020000000, double 0xBFC314A5B9687FA8, double 0x3FF28819F0000000, double 0xBFC2CD541D9E8F03, double 0x3FF27F09A0000000, double 0xBFC28EAA25B9B1EA, double 0x3FF273C430000000, double 0xBFC240922D7F5880, double 0x3FF2682EC0000000, double 0xBFC1F01E27F2B1EE, double 0x3FF25D3BA0000000, double 0xBFC1A3E2D9A849D6, double 0x3FF2547A40000000, double 0xBFC166CDB50614D8, double 0x3FF248A940000000, double 0xBFC1142F36C8C0CB, double 0x3FF2401820000000, double 0xBFC0D827B0FB0564, double 0x3FF2355010000000, double 0xBFC08C7377216304, double 0x3FF22AB5D0000000, double 0xBFC041D527564875, double 0x3FF21E5D30000000, double 0xBFBFD574C94270DA, double 0x3FF215DEB0000000, double 0xBFBF5D54D968C6D4, double 0x3FF20B1CA0000000, double 0xBFBEC4DF9E468155, double 0x3FF2012700000000, double 0xBFBE376A761D524C, double 0x3FF1F72670000000, double 0xBFBDA90B1DBB4169, double 0x3FF1EC1E80000000, double 0xBFBD0BAAD5098E9B, double 0x3FF1E30BD0000000, double 0xBFBC89F1117578D6, double 0x3FF1D795E0000000, double 0xBFBBE5B5799D6A74, double 0x3FF1CFE2A0000000, double 0xBFBB7721FD6B44DB, double 0x3FF1C47E20000000, double 0xBFBAD330C050EC05, double 0x3FF1BA8F40000000, double 0xBFBA43EA3513BD3A, double 0x3FF1B018A0000000, double 0xBFB9ACA6AE16EAA0, double 0x3FF1A6AD90000000, double 0xBFB924329246EA77, double 0x3FF19DDF70000000, double 0xBFB8A45E4C3E7C51, double 0x3FF193B5A0000000, double 0xBFB81082F0EC2064, double 0x3FF18AA880000000, double 0xBFB78C8D3222CBC7, double 0x3FF1821800000000, double 0xBFB70F71A00B7216, double 0x3FF178A6E0000000, double 0xBFB6853DC753FF58, double 0x3FF16DEA00000000, double 0xBFB5E7B72C407773, double 0x3FF163BC80000000, double 0xBFB5520E38F9916F, double 0x3FF159E260000000, double 0xBFB4C0DBBF59B799, double 0x3FF15134B0000000, double 0xBFB440B0AFE43204, double 0x3FF147D8F0000000, double 0xBFB3B632ECB50E70, double 0x3FF13E8FD0000000, double 0xBFB32C7E94972DC0, double 0x3FF13531B0000000, double 0xBFB2A147981957EE, double 0x3FF12CD640000000, double 0xBFB224D4FD02143C, double 0x3FF12446A0000000, double 0xBFB1A51A67163913, double 0x3FF1198370000000, double 0xBFB1042CF552F0E9, double 0x3FF11014A0000000, double 0xBFB076CDA83512A9, double 0x3FF1096620000000, double 0xBFB0127AB784118D, double 0x3FF0FF3A00000000, double 0xBFAEF2E4ED1A8EB8, double 0x3FF0F63440000000, double 0xBFADE2D4173DAE9C, double 0x3FF0EC7420000000, double 0xBFACBC2C5B81718D, double 0x3FF0E390F0000000, double 0xBFABAF0537195FC1, double 0x3FF0DABDF0000000, double 0xBFAAA33C08AD65EF, double 0x3FF0D37530000000, double 0xBFA9C5C5521366E0, double 0x3FF0C9C710000000, double 0xBFA89EE1628804A8, double 0x3FF0C12750000000, double 0xBFA7979A9D0745E9, double 0x3FF0B6E6A0000000, double 0xBFA65DEAEBC6C780, double 0x3FF0AE9480000000, double 0xBFA55EC90DC27D89, double 0x3FF0A6EAD0000000, double 0xBFA4736327D3D726, double 0x3FF09EE7B0000000, double 0xBFA37CCDD579D00D, double 0x3FF094C210000000, double 0xBFA243DAA494FEB9, double 0x3FF08B6260000000, double 0xBFA12215D1EEC597, double 0x3FF082B5E0000000, double 0xBFA01561C6524A03, double 0x3FF07B7980000000, double 0xBF9E699B4DA28A18, double 0x3FF071BC50000000, double 0xBF9C0BD998C33023, double 0x3FF06B7C60000000, double 0xBF9A866207A26CCB, double 0x3FF0626E90000000, double 0xBF98512348CC84F5, double 0x3FF05B0110000000, double 0xBF968081CF1E8DD5, double 0x3FF051AA80000000, double 0xBF9437340303C3EC, double 0x3FF049CF70000000, double 0xBF9249CD3B425501, double 0x3FF0419700000000, double 0xBF90447EB5255F15, double 0x3FF0381630000000, double 0xBF8BDA62D708A2CC, double 0x3FF02F5ED0000000, double 0xBF878C9CCDE98A94, double 0x3FF0283810000000, double 0xBF8402EBC67C51C4, double 0x3FF020A560000000, double 0xBF80421F7908FC01, double 0x3FF0172680000000, double 0xBF7715D08FF8D214, double 0x3FF00F6140000000, double 0xBF6EB3C0CB67EA0D, double 0x3FF008D950000000, double 0xBF61ADBCF5A2706E, double 0x3FF0000000000000, double 0x0000000000000000, double 0x3FEFE25900000000, double 0x3F6DB4C58E5C8323, double 0x3FEFC0F4A0000000, double 0x3F7FA4E638D4F9A2, double 0x3FEFA39780000000, double 0x3F873BBC0A928326, double 0x3FEF80A220000000, double 0x3F900BC03427D4C0, double 0x3FEF6406A0000000, double 0x3F93AF4C9A13060E, double 0x3FEF43B600000000, double 0x3F97CF92C6EED668, double 0x3FEF262000000000, double 0x3F9B9A642B46B063, double 0x3FEF056220000000, double 0x3F9FD0F7EDFBDB89, double 0x3FEEE9D240000000, double 0x3FA1B02F45402912, double 0x3FEECC1A20000000, double 0x3FA39D55665A6076, double 0x3FEEAF1B20000000, double 0x3FA580472330380F, double 0x3FEE905120000000, double 0x3FA7830A542AA35F, double 0x3FEE760FC0000000, double 0x3FA93B9B517EF6EF, double 0x3FEE548140000000, double 0x3FAB70DA69C3F72D, double 0x3FEE3A5DE0000000, double 0x3FAD2AD58BC50439, double 0x3FEE1FAF00000000, double 0x3FAEEF927136EEFB, double 0x3FEE003600000000, double 0x3FB083CBEA70239A, double 0x3FEDE4BBE0000000, double 0x3FB16EAE6D724652, double 0x3FEDCA8060000000, double 0x3FB24FB6FF0EAD1C, double 0x3FEDAC89C0000000, double 0x3FB351B3FBE20EFE, double 0x3FED923E60000000, double 0x3FB434F0E21FC122, double 0x3FED79EA40000000, double 0x3FB507E4EA1942CA, double 0x3FED5B03A0000000, double 0x3FB614D176ED1854, double 0x3FED406BE0000000, double 0x3FB6FD22EEB58120, double 0x3FED28F980000000, double 0x3FB7CAA7FE696287, double 0x3FED0B75E0000000, double 0x3FB8CE474CC0D62F, double 0x3FECF46340000000, double 0x3FB999F51DCEE0EF, double 0x3FECDA2920000000, double 0x3FBA8240C11906A2, double 0x3FECBC2BA0000000, double 0x3FBB8CE46CE24939, double 0x3FECA71E00000000, double 0x3FBC48B958CCDFC4, double 0x3FEC885A60000000, double 0x3FBD5C2A841A62C9, double 0x3FEC74B280000000, double 0x3FBE0CC247460B08, double 0x3FEC5A8820000000, double 0x3FBEF893FA2E163E, double 0x3FEC420D80000000, double 0x3FBFD5F7D93EF983, double 0x3FEC288840000000, double 0x3FC05EC9D495D699, double 0x3FEC0EE260000000, double 0x3FC0D395B6190742, double 0x3FEBF7CA80000000, double 0x3FC13D1ADEEB8F5C, double 0x3FEBDC6E20000000, double 0x3FC1BA90FDBD051B, double 0x3FEBC498A0000000, double 0x3FC2283F9AD52D91, double 0x3FEBAADA60000000, double 0x3FC29F215C46F09B, double 0x3FEB967A20000000, double 0x3FC2FD88842C3EAF, double 0x3FEB7D48E0000000, double 0x3FC372A0CD887DEC, double 0x3FEB68BDC0000000, double 0x3FC3D26CE5C655A6, double 0x3FEB50A6A0000000, double 0x3FC4431EC3CBF605, double 0x3FEB3901C0000000, double 0x3FC4B21AFA5E5BB3, double 0x3FEB208C60000000, double 0x3FC5254F8126D366, double 0x3FEB0AD9A0000000, double 0x3FC58BDABE614027, double 0x3FEAF453A0000000, double 0x3FC5F6A381C5B8E1, double 0x3FEADB7120000000, double 0x3FC66D062AE2EE45, double 0x3FEAC7C6E0000000, double 0x3FC6CAE1852248B9, double 0x3FEAAD0C20000000, double 0x3FC74AE32E0BF81A, double 0x3FEA9BCA80000000, double 0x3FC79DCB36EAF279, double 0x3FEA856660000000, double 0x3FC809AEEB723153, double 0x3FEA6AE1A0000000, double 0x3FC889EBF01B17F6, double 0x3FEA55B000000000, double 0x3FC8F0C5D87D3411, double 0x3FEA3FE160000000, double 0x3FC95AF032A3738A, double 0x3FEA2AF360000000, double 0x3FC9C1281054CCD6, double 0x3FEA16CAC0000000, double 0x3FCA23E961EAB5AA, double 0x3FEA035D40000000, double 0x3FCA835E4EC4325D, double 0x3FE9ED5760000000, double 0x3FCAEFE9F37FE85B, double 0x3FE9D625C0000000, double 0x3FCB629ED8DF2E9C, double 0x3FE9C11BC0000000, double 0x3FCBCB04DA50BF40, double 0x3FE9B0EE80000000, double 0x3FCC1B845086AF42, double 0x3FE996B260000000, double 0x3FCC9E7CBA623AE7, double 0x3FE9847740000000, double 0x3FCCF9CF3E01D741, double 0x3FE9732D20000000, double 0x3FCD50A6E615C228, double 0x3FE95AAA20000000, double 0x3FCDCC2A73EC96FA, double 0x3FE9487C60000000, double 0x3FCE2811C940138E, double 0x3FE93633A0000000, double 0x3FCE84C45E9DAE82, double 0x3FE92035A0000000, double 0x3FCEF49CB454988A, double 0x3FE90D2AA0000000, double 0x3FCF55C48D52EEF8, double 0x3FE8FB18C0000000, double 0x3FCFB239C490A928, double 0x3FE8E80AC0000000, double 0x3FD00A00CB401C56, double 0x3FE8D33FC0000000, double 0x3FD03F853A7DB2B2, double 0x3FE8BEB880000000, double 0x3FD07487549361DE, double 0x3FE8ACDA60000000, double 0x3FD0A2CE79ADE61D, double 0x3FE89AF600000000, double 0x3FD0D1476F53FFDD, double 0x3FE887A1C0000000, double 0x3FD103A1F0026F96, double 0x3FE872F4A0000000, double 0x3FD139AADB8B8BD8, double 0x3FE862BDA0000000, double 0x3FD1642AFC138178, double 0x3FE8517D60000000, double 0x3FD191816CC9BED8, double 0x3FE83DF060000000, double 0x3FD1C50A1D38B96E, double 0x3FE82912A0000000, double 0x3FD1FC385F4A7FE3, double 0x3FE8173640000000, double 0x3FD22B99ECCB4A4E, double 0x3FE805BAC0000000, double 0x3FD25A1C8E75068C, double 0x3FE7F22620000000, double 0x3FD28E5C688BDFEA, double 0x3FE7DF41A0000000, double 0x3FD2C0EED7E8D347, double 0x3FE7D135E0000000, double 0x3FD2E6A1FB07FB71, double 0x3FE7BBECE0000000, double 0x3FD31FEDC59793D0, double 0x3FE7AFF300000000, double 0x3FD34041327796E3, double 0x3FE79DF620000000, double 0x3FD370ED7571EB87, double 0x3FE78B0B40000000, double 0x3FD3A445C79E2055, double 0x3FE776DC60000000, double 0x3FD3DB3B0E14E5D8, double 0x3FE7696D40000000, double 0x3FD3FFE9F017CC82, double 0x3FE7593720000000, double 0x3FD42C4A588FD33C, double 0x3FE7469160000000, double 0x3FD45F7C029C6220, double 0x3FE7348040000000, double 0x3FD4913CD2B05C96, double 0x3FE7225360000000, double 0x3FD4C3713358DFAD, double 0x3FE715F8C0000000, double 0x3FD4E5A7AE18136E, double 0x3FE70441C0000000, double 0x3FD516D6C6A7E237, double 0x3FE6F2E4C0000000, double 0x3FD54730C85B4765, double 0x3FE6DFD080000000, double 0x3FD57C7C39BE84C5, double 0x3FE6D1A720000000, double 0x3FD5A427F534DED3, double 0x3FE6BFD180000000, double 0x3FD5D640B00C12E4], align 64

define internal <8 x double> @exp.any(<8 x double> %x) #0 {
  %v1 = fmul <8 x double> %x, splat (double 0x3FF71547652B82FE)
  %v2 = fadd <8 x double> %v1, splat (double 0x4338000000000000)
  %v3 = fsub <8 x double> %v2, splat (double 0x4338000000000000)
  %v4 = fmul <8 x double> %v3, splat (double 0x3FE62E4200000000)
  %v5 = fsub <8 x double> %x, %v4
  %v6 = fmul <8 x double> %v3, splat (double 0x3E9FDF473DE6AF28)
  %v7 = fsub <8 x double> %v5, %v6
  %v8 = fsub <8 x double> %v5, %v7
  %v9 = fsub <8 x double> %v8, %v6
  %v10 = fmul <8 x double> %v7, splat (double 0x3FC5555555555557)
  %v11 = fadd <8 x double> %v10, splat (double 0x3FE0000000000000)
  %v12 = fmul <8 x double> %v7, splat (double 0x3F811111111100DE)
  %v13 = fadd <8 x double> %v12, splat (double 0x3FA5555555555558)
  %v14 = fmul <8 x double> %v7, splat (double 0x3F2A01A01ABE6D79)
  %v15 = fadd <8 x double> %v14, splat (double 0x3F56C16C16C15200)
  %v16 = fmul <8 x double> %v7, splat (double 0x3EC71DE02354A1A3)
  %v17 = fadd <8 x double> %v16, splat (double 0x3EFA01A01ACF985A)
  %v18 = fmul <8 x double> %v7, splat (double 0x3E5AF4DE1B09954B)
  %v19 = fadd <8 x double> %v18, splat (double 0x3E927E4CCD1029D4)
  %v20 = fmul <8 x double> %v7, %v7
  %v21 = fmul <8 x double> %v20, %v13
  %v22 = fadd <8 x double> %v21, %v11
  %v23 = fmul <8 x double> %v20, %v17
  %v24 = fadd <8 x double> %v23, %v15
  %v25 = fmul <8 x double> %v20, splat (double 0x3E21F8B472D38135)
  %v26 = fadd <8 x double> %v25, %v19
  %v27 = fmul <8 x double> %v20, %v20
  %v28 = fmul <8 x double> %v27, %v24
  %v29 = fadd <8 x double> %v28, %v22
  %v30 = fmul <8 x double> %v27, %v27
  %v31 = fmul <8 x double> %v30, %v26
  %v32 = fadd <8 x double> %v31, %v29
  %v33 = fmul <8 x double> %v7, %v7
  %v34 = fmul <8 x double> %v33, %v32
  %v35 = fadd <8 x double> %v34, %v9
  %v36 = fadd <8 x double> %v35, %v7
  %v37 = fadd <8 x double> %v36, splat (double 0x3FF0000000000000)
  %v38 = bitcast <8 x double> %v2 to <8 x i64>
  %v39 = sub <8 x i64> %v38, splat (i64 4843621399236966400)
  %v40 = lshr <8 x i64> %v39, splat (i64 1)
  %v41 = sub <8 x i64> %v39, %v40
  %v42 = add <8 x i64> %v40, splat (i64 -1)
  %v43 = shl <8 x i64> %v42, splat (i64 52)
  %v44 = bitcast <8 x i64> %v43 to <8 x double>
  %v45 = fmul <8 x double> %v37, %v44
  %v46 = add <8 x i64> %v41, splat (i64 -1)
  %v47 = shl <8 x i64> %v46, splat (i64 52)
  %v48 = bitcast <8 x i64> %v47 to <8 x double>
  %v49 = fmul <8 x double> %v45, %v48
  %v50 = fcmp ogt <8 x double> %x, splat (double 0x40862E42FEFA39EF)
  %v51 = select <8 x i1> %v50, <8 x double> splat (double 0x7FF0000000000000), <8 x double> %v49
  %v52 = fcmp olt <8 x double> %x, splat (double 0xC0874910D52D3052)
  %v53 = select <8 x i1> %v52, <8 x double> splat (double 0x0000000000000000), <8 x double> %v51
  %v54 = fcmp uno <8 x double> %x, %x
  %v55 = select <8 x i1> %v54, <8 x double> splat (double 0x7FF8000000000000), <8 x double> %v53
  ret <8 x double> %v55
}
define internal <8 x double> @exp8(<8 x double> %x) #0 {
  %v1 = fmul <8 x double> %x, splat (double 0x3FF71547652B82FE)
  %v2 = fadd <8 x double> %v1, splat (double 0x4338000000000000)
  %v3 = fsub <8 x double> %v2, splat (double 0x4338000000000000)
  %v4 = fmul <8 x double> %v3, splat (double 0x3FE62E4200000000)
  %v5 = fsub <8 x double> %x, %v4
  %v6 = fmul <8 x double> %v3, splat (double 0x3E9FDF473DE6AF28)
  %v7 = fsub <8 x double> %v5, %v6
  %v8 = fsub <8 x double> %v5, %v7
  %v9 = fsub <8 x double> %v8, %v6
  %v10 = fmul <8 x double> %v7, splat (double 0x3FC5555555555557)
  %v11 = fadd <8 x double> %v10, splat (double 0x3FE0000000000000)
  %v12 = fmul <8 x double> %v7, splat (double 0x3F811111111100DE)
  %v13 = fadd <8 x double> %v12, splat (double 0x3FA5555555555558)
  %v14 = fmul <8 x double> %v7, splat (double 0x3F2A01A01ABE6D79)
  %v15 = fadd <8 x double> %v14, splat (double 0x3F56C16C16C15200)
  %v16 = fmul <8 x double> %v7, splat (double 0x3EC71DE02354A1A3)
  %v17 = fadd <8 x double> %v16, splat (double 0x3EFA01A01ACF985A)
  %v18 = fmul <8 x double> %v7, splat (double 0x3E5AF4DE1B09954B)
  %v19 = fadd <8 x double> %v18, splat (double 0x3E927E4CCD1029D4)
  %v20 = fmul <8 x double> %v7, %v7
  %v21 = fmul <8 x double> %v20, %v13
  %v22 = fadd <8 x double> %v21, %v11
  %v23 = fmul <8 x double> %v20, %v17
  %v24 = fadd <8 x double> %v23, %v15
  %v25 = fmul <8 x double> %v20, splat (double 0x3E21F8B472D38135)
  %v26 = fadd <8 x double> %v25, %v19
  %v27 = fmul <8 x double> %v20, %v20
  %v28 = fmul <8 x double> %v27, %v24
  %v29 = fadd <8 x double> %v28, %v22
  %v30 = fmul <8 x double> %v27, %v27
  %v31 = fmul <8 x double> %v30, %v26
  %v32 = fadd <8 x double> %v31, %v29
  %v33 = fmul <8 x double> %v7, %v7
  %v34 = fmul <8 x double> %v33, %v32
  %v35 = fadd <8 x double> %v34, %v9
  %v36 = fadd <8 x double> %v35, %v7
  %v37 = fadd <8 x double> %v36, splat (double 0x3FF0000000000000)
  %v38 = bitcast <8 x double> %v2 to <8 x i64>
  %v39 = call <8 x double> @llvm.fabs.v8f64(<8 x double> %x)
  %v40 = fcmp olt <8 x double> %v39, splat (double 0x4085E00000000000)
  %v41 = bitcast <8 x i1> %v40 to i8
  %v42 = icmp eq i8 %v41, -1
  br i1 %v42, label %short, label %long
short:
  %v43 = bitcast <8 x double> %v37 to <8 x i64>
  %v44 = shl <8 x i64> %v38, splat (i64 52)
  %v45 = add <8 x i64> %v43, %v44
  %v46 = bitcast <8 x i64> %v45 to <8 x double>
  ret <8 x double> %v46
long:
  %v47 = call <8 x double> @exp.any(<8 x double> %x)
  ret <8 x double> %v47
}

define dso_local void @run(i64 %first, i64 %end, ptr %inputs, ptr %strides, ptr %series, ptr %rows, ptr %lanes, ptr %out, i64 %row, i64 %saves, i64 %every, double %start, double %dt, ptr %history, i64 %steps, ptr %check, i64 %origin, i64 %first.save, i64 %last, ptr %handed) #0 {
entry:
  %states = alloca [1 x <8 x double>], align 64
  %sums = alloca [1 x <8 x double>], align 64
  %doubt = alloca [1 x <8 x double>], align 64
  %shared = alloca [1 x double], align 64
  %v1 = mul i64 %steps, 1
  %arrays = getelementptr <8 x double>, ptr %history, i64 %v1
  %table = getelementptr <8 x double>, ptr %arrays, i64 0
  %v2 = insertelement <8 x double> poison, double %dt, i32 0
  %v3 = shufflevector <8 x double> %v2, <8 x double> poison, <8 x i32> zeroinitializer
  %v4 = insertelement <8 x double> poison, double %start, i32 0
  %v5 = shufflevector <8 x double> %v4, <8 x double> poison, <8 x i32> zeroinitializer
  %v6 = extractelement <8 x double> %v5, i32 0
  %v7 = getelementptr double, ptr %shared, i64 0
  store double %v6, ptr %v7, align 8
  %eights.most = add i64 %steps, 7
  %eights = lshr i64 %eights.most, 3
  br label %ahead.from
ahead.from:
  br label %ahead
ahead:
  %eight = phi i64 [ 0, %ahead.from ], [ %eight.next, %ahead ]
  %v8 = mul i64 %eight, 8
  %v9 = sitofp i64 %v8 to double
  %v10 = insertelement <8 x double> poison, double %v9, i32 0
  %v11 = shufflevector <8 x double> %v10, <8 x double> poison, <8 x i32> zeroinitializer
  %v12 = fadd <8 x double> %v11, <double 0.0, double 1.0, double 2.0, double 3.0, double 4.0, double 5.0, double 6.0, double 7.0>
  %v13 = insertelement <8 x double> poison, double %start, i32 0
  %v14 = shufflevector <8 x double> %v13, <8 x double> poison, <8 x i32> zeroinitializer
  %v15 = fmul <8 x double> %v12, %v3
  %v16 = fadd <8 x double> %v14, %v15
  %v17 = mul i64 %eight, 1
  %v18 = add i64 %v17, 0
  %v19 = mul i64 %v18, 2
  %v20 = getelementptr <8 x double>, ptr %table, i64 %v19
  %v21 = fcmp olt <8 x double> %v16, splat (double 0x0000000000000000)
  %v22 = select <8 x i1> %v21, <8 x double> splat (double 0x0000000000000000), <8 x double> %v16
  %v23 = fcmp oge <8 x double> %v22, splat (double 0x3FF0000000000000)
  %v24 = select <8 x i1> %v23, <8 x double> splat (double 0x3FF0000000000000), <8 x double> splat (double 0x0000000000000000)
  %v25 = select <8 x i1> %v23, <8 x double> splat (double 0x4000000000000000), <8 x double> splat (double 0x0000000000000000)
  %v26 = select <8 x i1> %v23, <8 x double> splat (double 0xBFD5555555555555), <8 x double> splat (double 0x4000000000000000)
  %v27 = fcmp oge <8 x double> %v22, splat (double 0x4010000000000000)
  %v28 = select <8 x i1> %v27, <8 x double> splat (double 0x4010000000000000), <8 x double> %v24
  %v29 = select <8 x i1> %v27, <8 x double> splat (double 0x3FF0000000000000), <8 x double> %v25
  %v30 = select <8 x i1> %v27, <8 x double> splat (double 0x0000000000000000), <8 x double> %v26
  %v31 = fsub <8 x double> %v22, %v28
  %v32 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v30, <8 x double> %v31, <8 x double> %v29)
  %v33 = fcmp ogt <8 x double> splat (double 0x0000000000000000), %v32
  %v34 = select <8 x i1> %v33, <8 x double> splat (double 0x0000000000000000), <8 x double> %v32
  %v35 = getelementptr <8 x double>, ptr %v20, i64 0
  store <8 x double> %v32, ptr %v35, align 64
  %v36 = getelementptr <8 x double>, ptr %v20, i64 1
  store <8 x double> %v34, ptr %v36, align 64
  %eight.next = add i64 %eight, 1
  %is.ahead = icmp eq i64 %eight.next, %eights
  br i1 %is.ahead, label %ahead.done, label %ahead
ahead.done:
  br label %ready
ready:
  br label %block
block:
  %b = phi i64 [ %first, %ready ], [ %b.next, %finish ]
  %lane = mul i64 %b, 8
  store <8 x double> splat (double 0x0000000000000000), ptr %doubt, align 64
  %v37 = getelementptr <8 x double>, ptr %states, i64 0
  store <8 x double> splat (double 0x3FF0000000000000), ptr %v37, align 64
  %v38 = fdiv <8 x double> splat (double 0x4008000000000000), %v3
  %v39 = fcmp oge <8 x double> %v38, splat (double 0x3FF0000000000000)
  %v40 = select <8 x i1> %v39, <8 x double> %v38, <8 x double> splat (double 0x3FF0000000000000)
  %v41 = fcmp olt <8 x double> %v40, splat (double 0x4270000000000000)
  %v42 = select <8 x i1> %v41, <8 x double> %v40, <8 x double> splat (double 0x4270000000000000)
  %v43 = fadd <8 x double> %v42, splat (double 0x3FE0000218DEF417)
  %v44 = fptosi <8 x double> %v43 to <8 x i64>
  br label %begun
begun:
  br label %step
step:
  %k = phi i64 [ %origin, %begun ], [ %k.next, %moved ]
  %s = phi i64 [ 0, %begun ], [ %s.next, %moved ]
  %k.save = phi i64 [ %first.save, %begun ], [ %k.next.save, %moved ]
  %is.save = icmp eq i64 %k, %k.save
  %v45 = sitofp i64 %k to double
  %v46 = fmul double %v45, %dt
  %v47 = fadd double %start, %v46
  %v48 = insertelement <8 x double> poison, double %v47, i32 0
  %v49 = shufflevector <8 x double> %v48, <8 x double> poison, <8 x i32> zeroinitializer
  %v50 = getelementptr <8 x double>, ptr %states, i64 0
  %v51 = load <8 x double>, ptr %v50, align 64
  %v52 = insertelement <8 x i64> poison, i64 %k, i32 0
  %v53 = shufflevector <8 x i64> %v52, <8 x i64> poison, <8 x i32> zeroinitializer
  %v54 = sub <8 x i64> %v53, %v44
  %v55 = icmp sge <8 x i64> %v54, splat (i64 0)
  %v56 = mul <8 x i64> %v54, splat (i64 8)
  %v57 = add <8 x i64> %v56, <i64 0, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7>
  %v58 = mul i64 %steps, 0
  %v59 = getelementptr <8 x double>, ptr %history, i64 %v58
  %v60 = getelementptr double, ptr %v59, <8 x i64> %v57
  %v61 = call <8 x double> @llvm.masked.gather.v8f64.v8p0(<8 x ptr> %v60, i32 8, <8 x i1> %v55, <8 x double> %v51)
  %v62 = lshr i64 %k, 3
  %v63 = mul i64 %v62, 1
  %v64 = add i64 %v63, 0
  %v65 = mul i64 %v64, 2
  %v66 = getelementptr <8 x double>, ptr %table, i64 %v65
  %v67 = and i64 %k, 7
  %v68 = getelementptr double, ptr %v66, i64 %v67
  br i1 %is.save, label %save, label %saved
save:
  %v69 = call <8 x double> @exp8(<8 x double> %v61)
  %v70 = getelementptr <8 x double>, ptr %v68, i64 0
  %v71 = load double, ptr %v70, align 8
  %v72 = insertelement <8 x double> poison, double %v71, i32 0
  %v73 = shufflevector <8 x double> %v72, <8 x double> poison, <8 x i32> zeroinitializer
  %v74 = fcmp ogt <8 x double> %v61, %v73
  %v75 = getelementptr <8 x double>, ptr %v68, i64 1
  %v76 = load double, ptr %v75, align 8
  %v77 = insertelement <8 x double> poison, double %v76, i32 0
  %v78 = shufflevector <8 x double> %v77, <8 x double> poison, <8 x i32> zeroinitializer
  %v79 = select <8 x i1> %v74, <8 x double> %v69, <8 x double> %v78
  %v80 = load <8 x double>, ptr %doubt, align 64
  %v81 = mul i64 %saves, 0
  %v82 = add i64 %s, %v81
  %v83 = mul i64 %v82, %row
  %v84 = add i64 %v83, %lane
  %v85 = getelementptr double, ptr %out, i64 %v84
  store <8 x double> %v79, ptr %v85, align 64
  %v86 = fsub <8 x double> %v79, %v79
  %v87 = fadd <8 x double> %v80, %v86
  store <8 x double> %v87, ptr %doubt, align 64
  br label %saved
saved:
  %is.last = icmp eq i64 %k, %last
  br i1 %is.last, label %finish, label %move
move:
  %v88 = getelementptr <8 x double>, ptr %v68, i64 0
  %v89 = load double, ptr %v88, align 8
  %v90 = insertelement <8 x double> poison, double %v89, i32 0
  %v91 = shufflevector <8 x double> %v90, <8 x double> poison, <8 x i32> zeroinitializer
  %v92 = mul i64 %steps, 0
  %v93 = getelementptr <8 x double>, ptr %history, i64 %v92
  %v94 = getelementptr <8 x double>, ptr %v93, i64 %k
  store <8 x double> %v91, ptr %v94, align 64
  br label %moved
moved:
  %k.next = add i64 %k, 1
  %was.save = zext i1 %is.save to i64
  %to.next.save = select i1 %is.save, i64 %every, i64 0
  %s.next = add i64 %s, %was.save
  %k.next.save = add i64 %k.save, %to.next.save
  br label %step
finish:
  %v95 = load <8 x double>, ptr %doubt, align 64
  %v96 = getelementptr <8 x double>, ptr %states, i64 0
  %v97 = load <8 x double>, ptr %v96, align 64
  %v98 = fsub <8 x double> %v97, %v97
  %v99 = fadd <8 x double> %v95, %v98
  %v100 = getelementptr double, ptr %check, i64 %lane
  store <8 x double> %v99, ptr %v100, align 64
  %b.next = add i64 %b, 1
  %is.done = icmp eq i64 %b.next, %end
  br i1 %is.done, label %exit, label %block
exit:
  ret void
}

attributes #0 = { nounwind "prefer-vector-width"="512" "min-legal-vector-width"="512" }
