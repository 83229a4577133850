declare <8 x double> @llvm.fma.v8f64(<8 x double>, <8 x double>, <8 x double>)
declare <8 x double> @llvm.sqrt.v8f64(<8 x double>)
declare <8 x double> @llvm.fabs.v8f64(<8 x double>)
declare <8 x double> @llvm.trunc.v8f64(<8 x double>)
declare <8 x double> @llvm.masked.gather.v8f64.v8p0(<8 x ptr>, i32, <8 x i1>, <8 x double>)
declare void @llvm.masked.scatter.v8f64.v8p0(<8 x double>, <8 x ptr>, i32, <8 x i1>)

define internal <8 x double> @exp8(<8 x double> %x) #0 {
  %v1 = fmul <8 x double> %x, splat (double 0x3FF71547652B82FE)
  %v2 = fadd <8 x double> %v1, splat (double 0x4338000000000000)
  %v3 = fsub <8 x double> %v2, splat (double 0x4338000000000000)
  %v4 = fneg <8 x double> %v3
  %v5 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v4, <8 x double> splat (double 0x3FE62E42FEFA39EF), <8 x double> %x)
  %v6 = fneg <8 x double> %v3
  %v7 = fmul <8 x double> %v6, splat (double 0x3C7ABC9E3B39803F)
  %v8 = fadd <8 x double> %v5, %v7
  %v9 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v8, <8 x double> splat (double 0x3DE6124613A86D09), <8 x double> splat (double 0x3E21EED8EFF8D898))
  %v10 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v8, <8 x double> %v9, <8 x double> splat (double 0x3E5AE64567F544E4))
  %v11 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v8, <8 x double> %v10, <8 x double> splat (double 0x3E927E4FB7789F5C))
  %v12 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v8, <8 x double> %v11, <8 x double> splat (double 0x3EC71DE3A556C734))
  %v13 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v8, <8 x double> %v12, <8 x double> splat (double 0x3EFA01A01A01A01A))
  %v14 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v8, <8 x double> %v13, <8 x double> splat (double 0x3F2A01A01A01A01A))
  %v15 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v8, <8 x double> %v14, <8 x double> splat (double 0x3F56C16C16C16C17))
  %v16 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v8, <8 x double> %v15, <8 x double> splat (double 0x3F81111111111111))
  %v17 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v8, <8 x double> %v16, <8 x double> splat (double 0x3FA5555555555555))
  %v18 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v8, <8 x double> %v17, <8 x double> splat (double 0x3FC5555555555555))
  %v19 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v8, <8 x double> %v18, <8 x double> splat (double 0x3FE0000000000000))
  %v20 = fmul <8 x double> %v8, %v8
  %v21 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v20, <8 x double> %v19, <8 x double> %v8)
  %v22 = fadd <8 x double> %v21, splat (double 0x3FF0000000000000)
  %v23 = bitcast <8 x double> %v2 to <8 x i64>
  %v24 = sub <8 x i64> %v23, splat (i64 4843621399236968448)
  %v25 = ashr <8 x i64> %v24, splat (i64 1)
  %v26 = sub <8 x i64> %v24, %v25
  %v27 = add <8 x i64> %v25, splat (i64 1023)
  %v28 = shl <8 x i64> %v27, splat (i64 52)
  %v29 = bitcast <8 x i64> %v28 to <8 x double>
  %v30 = fmul <8 x double> %v22, %v29
  %v31 = add <8 x i64> %v26, splat (i64 1023)
  %v32 = shl <8 x i64> %v31, splat (i64 52)
  %v33 = bitcast <8 x i64> %v32 to <8 x double>
  %v34 = fmul <8 x double> %v30, %v33
  %v35 = fcmp ogt <8 x double> %x, splat (double 0x40862E42FEFA39EF)
  %v36 = select <8 x i1> %v35, <8 x double> splat (double 0x7FF0000000000000), <8 x double> %v34
  %v37 = fcmp olt <8 x double> %x, splat (double 0xC0874910D52D3052)
  %v38 = select <8 x i1> %v37, <8 x double> splat (double 0x0000000000000000), <8 x double> %v36
  ret <8 x double> %v38
}

define dso_local void @run(i64 %first, i64 %end, ptr %inputs, ptr %strides, ptr %series, ptr %rows, ptr %lanes, ptr %out, i64 %row, i64 %saves, i64 %every, double %start, double %dt, ptr %history, i64 %steps, ptr %check) #0 {
entry:
  %states = alloca [1 x <8 x double>], align 64
  %sums = alloca [1 x <8 x double>], align 64
  %doubt = alloca [1 x <8 x double>], align 64
  %v1 = insertelement <8 x double> poison, double %dt, i32 0
  %v2 = shufflevector <8 x double> %v1, <8 x double> poison, <8 x i32> zeroinitializer
  br label %block
block:
  %b = phi i64 [ %first, %entry ], [ %b.next, %finish ]
  %lane = mul i64 %b, 8
  %v3 = insertelement <8 x double> poison, double %start, i32 0
  %v4 = shufflevector <8 x double> %v3, <8 x double> poison, <8 x i32> zeroinitializer
  store <8 x double> splat (double 0x0000000000000000), ptr %doubt, align 64
  %v5 = getelementptr <8 x double>, ptr %states, i64 0
  store <8 x double> splat (double 0x3FF0000000000000), ptr %v5, align 64
  %v6 = fdiv <8 x double> splat (double 0x4008000000000000), %v2
  %v7 = fcmp oge <8 x double> %v6, splat (double 0x3FF0000000000000)
  %v8 = select <8 x i1> %v7, <8 x double> %v6, <8 x double> splat (double 0x3FF0000000000000)
  %v9 = fcmp olt <8 x double> %v8, splat (double 0x4270000000000000)
  %v10 = select <8 x i1> %v9, <8 x double> %v8, <8 x double> splat (double 0x4270000000000000)
  %v11 = fadd <8 x double> %v10, splat (double 0x3FE0000218DEF417)
  %v12 = fptosi <8 x double> %v11 to <8 x i64>
  br label %begun
begun:
  br label %save.loop
save.loop:
  %s = phi i64 [ 0, %begun ], [ %s.next, %move.last ]
  %k.first = mul i64 %s, %every
  %k.next.save = add i64 %k.first, %every
  br label %step
step:
  %k = phi i64 [ %k.first, %save.loop ], [ %k.next, %moved ]
  %v13 = sitofp i64 %k to double
  %v14 = fmul double %v13, %dt
  %v15 = fadd double %start, %v14
  %v16 = insertelement <8 x double> poison, double %v15, i32 0
  %v17 = shufflevector <8 x double> %v16, <8 x double> poison, <8 x i32> zeroinitializer
  %v18 = getelementptr <8 x double>, ptr %states, i64 0
  %v19 = load <8 x double>, ptr %v18, align 64
  %v20 = insertelement <8 x i64> poison, i64 %k, i32 0
  %v21 = shufflevector <8 x i64> %v20, <8 x i64> poison, <8 x i32> zeroinitializer
  %v22 = sub <8 x i64> %v21, %v12
  %v23 = icmp sge <8 x i64> %v22, splat (i64 0)
  %v24 = mul <8 x i64> %v22, splat (i64 8)
  %v25 = add <8 x i64> %v24, <i64 0, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7>
  %v26 = mul i64 %steps, 0
  %v27 = getelementptr <8 x double>, ptr %history, i64 %v26
  %v28 = getelementptr double, ptr %v27, <8 x i64> %v25
  %v29 = call <8 x double> @llvm.masked.gather.v8f64.v8p0(<8 x ptr> %v28, i32 8, <8 x i1> %v23, <8 x double> %v19)
  %v30 = fcmp olt <8 x double> %v17, splat (double 0x0000000000000000)
  %v31 = select <8 x i1> %v30, <8 x double> splat (double 0x0000000000000000), <8 x double> %v17
  %v32 = fcmp oge <8 x double> %v31, splat (double 0x3FF0000000000000)
  %v33 = select <8 x i1> %v32, <8 x double> splat (double 0x3FF0000000000000), <8 x double> splat (double 0x0000000000000000)
  %v34 = select <8 x i1> %v32, <8 x double> splat (double 0x4000000000000000), <8 x double> splat (double 0x0000000000000000)
  %v35 = select <8 x i1> %v32, <8 x double> splat (double 0xBFD5555555555555), <8 x double> splat (double 0x4000000000000000)
  %v36 = fcmp oge <8 x double> %v31, splat (double 0x4010000000000000)
  %v37 = select <8 x i1> %v36, <8 x double> splat (double 0x4010000000000000), <8 x double> %v33
  %v38 = select <8 x i1> %v36, <8 x double> splat (double 0x3FF0000000000000), <8 x double> %v34
  %v39 = select <8 x i1> %v36, <8 x double> splat (double 0x0000000000000000), <8 x double> %v35
  %v40 = fsub <8 x double> %v31, %v37
  %v41 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v39, <8 x double> %v40, <8 x double> %v38)
  %is.save = icmp eq i64 %k, %k.first
  br i1 %is.save, label %save, label %move
save:
  %v42 = fcmp ogt <8 x double> %v29, %v41
  %v43 = call <8 x double> @exp8(<8 x double> %v29)
  %v44 = fcmp ogt <8 x double> splat (double 0x0000000000000000), %v41
  %v45 = select <8 x i1> %v44, <8 x double> splat (double 0x0000000000000000), <8 x double> %v41
  %v46 = select <8 x i1> %v42, <8 x double> %v43, <8 x double> %v45
  %v47 = load <8 x double>, ptr %doubt, align 64
  %v48 = mul i64 %saves, 0
  %v49 = add i64 %s, %v48
  %v50 = mul i64 %v49, %row
  %v51 = add i64 %v50, %lane
  %v52 = getelementptr double, ptr %out, i64 %v51
  store <8 x double> %v46, ptr %v52, align 64
  %v53 = fsub <8 x double> %v46, %v46
  %v54 = fadd <8 x double> %v47, %v53
  store <8 x double> %v54, ptr %doubt, align 64
  %s.plus = add i64 %s, 1
  %is.last = icmp eq i64 %s.plus, %saves
  br i1 %is.last, label %finish, label %move
move:
  %v55 = mul i64 %steps, 0
  %v56 = getelementptr <8 x double>, ptr %history, i64 %v55
  %v57 = getelementptr <8 x double>, ptr %v56, i64 %k
  store <8 x double> %v41, ptr %v57, align 64
  br label %moved
moved:
  %k.next = add i64 %k, 1
  %is.next.save = icmp eq i64 %k.next, %k.next.save
  br i1 %is.next.save, label %move.last, label %step
move.last:
  %s.next = add i64 %s, 1
  br label %save.loop
finish:
  %v58 = load <8 x double>, ptr %doubt, align 64
  %v59 = getelementptr <8 x double>, ptr %states, i64 0
  %v60 = load <8 x double>, ptr %v59, align 64
  %v61 = fsub <8 x double> %v60, %v60
  %v62 = fadd <8 x double> %v58, %v61
  %v63 = getelementptr double, ptr %check, i64 %lane
  store <8 x double> %v62, ptr %v63, align 64
  %b.next = add i64 %b, 1
  %is.done = icmp eq i64 %b.next, %end
  br i1 %is.done, label %exit, label %block
exit:
  ret void
}

attributes #0 = { nounwind "prefer-vector-width"="512" "min-legal-vector-width"="512" }
