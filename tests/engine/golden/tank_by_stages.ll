declare <8 x double> @llvm.fma.v8f64(<8 x double>, <8 x double>, <8 x double>)
declare <8 x double> @llvm.sqrt.v8f64(<8 x double>)
declare <8 x double> @llvm.fabs.v8f64(<8 x double>)
declare <8 x double> @llvm.trunc.v8f64(<8 x double>)
declare <8 x double> @llvm.masked.gather.v8f64.v8p0(<8 x ptr>, i32, <8 x i1>, <8 x double>)
declare void @llvm.masked.scatter.v8f64.v8p0(<8 x double>, <8 x ptr>, i32, <8 x i1>)

define dso_local void @run(i64 %first, i64 %end, ptr %inputs, ptr %strides, ptr %series, ptr %rows, ptr %lanes, ptr %out, i64 %row, i64 %saves, i64 %every, double %start, double %dt, ptr %history, i64 %steps, ptr %check) #0 {
entry:
  %states = alloca [1 x <8 x double>], align 64
  %sums = alloca [1 x <8 x double>], align 64
  %doubt = alloca [1 x <8 x double>], align 64
  %stage = alloca [1 x <8 x double>], align 64
  %slopes = alloca [1 x <8 x double>], align 64
  %rates = alloca [1 x <8 x double>], align 64
  %shared = alloca [4 x double], align 64
  %v1 = insertelement <8 x double> poison, double %dt, i32 0
  %v2 = shufflevector <8 x double> %v1, <8 x double> poison, <8 x i32> zeroinitializer
  %v3 = insertelement <8 x double> poison, double %start, i32 0
  %v4 = shufflevector <8 x double> %v3, <8 x double> poison, <8 x i32> zeroinitializer
  %v5 = getelementptr ptr, ptr %inputs, i64 0
  %v6 = load ptr, ptr %v5
  %v7 = load double, ptr %v6, align 8
  %v8 = insertelement <8 x double> poison, double %v7, i32 0
  %v9 = shufflevector <8 x double> %v8, <8 x double> poison, <8 x i32> zeroinitializer
  %v10 = fdiv <8 x double> splat (double 0x3FF0000000000000), %v9
  %v11 = extractelement <8 x double> %v4, i32 0
  %v12 = getelementptr double, ptr %shared, i64 0
  store double %v11, ptr %v12, align 8
  %v13 = extractelement <8 x double> %v9, i32 0
  %v14 = getelementptr double, ptr %shared, i64 1
  store double %v13, ptr %v14, align 8
  %v15 = extractelement <8 x double> %v10, i32 0
  %v16 = getelementptr double, ptr %shared, i64 2
  store double %v15, ptr %v16, align 8
  br label %block
block:
  %b = phi i64 [ %first, %entry ], [ %b.next, %finish ]
  %lane = mul i64 %b, 8
  store <8 x double> splat (double 0x0000000000000000), ptr %doubt, align 64
  %v17 = getelementptr <8 x double>, ptr %states, i64 0
  store <8 x double> splat (double 0x4024000000000000), ptr %v17, align 64
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
  %v18 = getelementptr <8 x double>, ptr %states, i64 0
  %v19 = load <8 x double>, ptr %v18, align 64
  %v20 = getelementptr <8 x double>, ptr %stage, i64 0
  store <8 x double> %v19, ptr %v20, align 64
  %v21 = getelementptr <8 x double>, ptr %slopes, i64 0
  store <8 x double> splat (double 0x0000000000000000), ptr %v21, align 64
  br label %stage.loop
stage.loop:
  %i = phi i64 [ 0, %step ], [ %i.next, %stage.done ]
  %v22 = sitofp i64 %k to double
  %v23 = fmul double %v22, %dt
  %v24 = fadd double %start, %v23
  %v25 = insertelement <8 x double> poison, double %v24, i32 0
  %v26 = shufflevector <8 x double> %v25, <8 x double> poison, <8 x i32> zeroinitializer
  %v27 = add i64 %i, 1
  %v28 = udiv i64 %v27, 2
  %v29 = mul i64 %k, 2
  %v30 = add i64 %v29, %v28
  %v31 = sitofp i64 %v30 to double
  %v32 = fmul double %v31, 0.5
  %v33 = fmul double %v32, %dt
  %v34 = fadd double %start, %v33
  %v35 = insertelement <8 x double> poison, double %v34, i32 0
  %v36 = shufflevector <8 x double> %v35, <8 x double> poison, <8 x i32> zeroinitializer
  %v37 = getelementptr <8 x double>, ptr %stage, i64 0
  %v38 = load <8 x double>, ptr %v37, align 64
  %v39 = fneg <8 x double> %v38
  %v40 = getelementptr double, ptr %shared, i64 1
  %v41 = load double, ptr %v40, align 8
  %v42 = insertelement <8 x double> poison, double %v41, i32 0
  %v43 = shufflevector <8 x double> %v42, <8 x double> poison, <8 x i32> zeroinitializer
  %v44 = getelementptr double, ptr %shared, i64 2
  %v45 = load double, ptr %v44, align 8
  %v46 = insertelement <8 x double> poison, double %v45, i32 0
  %v47 = shufflevector <8 x double> %v46, <8 x double> poison, <8 x i32> zeroinitializer
  %v48 = fmul <8 x double> %v39, %v47
  %v49 = fneg <8 x double> %v48
  %v50 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v49, <8 x double> %v43, <8 x double> %v39)
  %v51 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v50, <8 x double> %v47, <8 x double> %v48)
  %is.save = icmp eq i64 %k, %k.first
  %v52 = icmp eq i64 %i, 0
  %v53 = and i1 %is.save, %v52
  br i1 %v53, label %save, label %move
save:
  %v54 = load <8 x double>, ptr %doubt, align 64
  %v55 = mul i64 %saves, 0
  %v56 = add i64 %s, %v55
  %v57 = mul i64 %v56, %row
  %v58 = add i64 %v57, %lane
  %v59 = getelementptr double, ptr %out, i64 %v58
  store <8 x double> %v38, ptr %v59, align 64
  %v60 = fsub <8 x double> %v38, %v38
  %v61 = fadd <8 x double> %v54, %v60
  store <8 x double> %v61, ptr %doubt, align 64
  %s.plus = add i64 %s, 1
  %is.last = icmp eq i64 %s.plus, %saves
  br i1 %is.last, label %finish, label %move
move:
  %is.first.stage = icmp eq i64 %i, 0
  br i1 %is.first.stage, label %discrete, label %stage.move
discrete:
  br label %stage.move
stage.move:
  %v62 = sub i64 %i, 1
  %v63 = icmp ult i64 %v62, 2
  %v64 = select i1 %v63, double 0x3FD5555555555555, double 0x3FC5555555555555
  %v65 = insertelement <8 x double> poison, double %v64, i32 0
  %v66 = shufflevector <8 x double> %v65, <8 x double> poison, <8 x i32> zeroinitializer
  %v67 = icmp eq i64 %i, 2
  %v68 = select i1 %v67, double 1.0, double 0.5
  %v69 = fmul double %dt, %v68
  %v70 = insertelement <8 x double> poison, double %v69, i32 0
  %v71 = shufflevector <8 x double> %v70, <8 x double> poison, <8 x i32> zeroinitializer
  %v72 = getelementptr <8 x double>, ptr %slopes, i64 0
  %v73 = load <8 x double>, ptr %v72, align 64
  %v74 = fmul <8 x double> %v66, %v51
  %v75 = fadd <8 x double> %v73, %v74
  %v76 = getelementptr <8 x double>, ptr %slopes, i64 0
  store <8 x double> %v75, ptr %v76, align 64
  %v77 = getelementptr <8 x double>, ptr %states, i64 0
  %v78 = load <8 x double>, ptr %v77, align 64
  %v79 = fmul <8 x double> %v71, %v51
  %v80 = fadd <8 x double> %v78, %v79
  %v81 = getelementptr <8 x double>, ptr %stage, i64 0
  store <8 x double> %v80, ptr %v81, align 64
  %i.next = add i64 %i, 1
  %is.last.stage = icmp eq i64 %i.next, 4
  br i1 %is.last.stage, label %commit, label %stage.done
stage.done:
  br label %stage.loop
commit:
  %v82 = getelementptr <8 x double>, ptr %slopes, i64 0
  %v83 = load <8 x double>, ptr %v82, align 64
  %v84 = getelementptr <8 x double>, ptr %states, i64 0
  %v85 = load <8 x double>, ptr %v84, align 64
  %v86 = fmul <8 x double> %v2, %v83
  %v87 = fadd <8 x double> %v85, %v86
  %v88 = getelementptr <8 x double>, ptr %states, i64 0
  store <8 x double> %v87, ptr %v88, align 64
  br label %moved
moved:
  %k.next = add i64 %k, 1
  %is.next.save = icmp eq i64 %k.next, %k.next.save
  br i1 %is.next.save, label %move.last, label %step
move.last:
  %s.next = add i64 %s, 1
  br label %save.loop
finish:
  %v89 = load <8 x double>, ptr %doubt, align 64
  %v90 = getelementptr <8 x double>, ptr %states, i64 0
  %v91 = load <8 x double>, ptr %v90, align 64
  %v92 = fsub <8 x double> %v91, %v91
  %v93 = fadd <8 x double> %v89, %v92
  %v94 = getelementptr double, ptr %check, i64 %lane
  store <8 x double> %v93, ptr %v94, align 64
  %b.next = add i64 %b, 1
  %is.done = icmp eq i64 %b.next, %end
  br i1 %is.done, label %exit, label %block
exit:
  ret void
}

attributes #0 = { nounwind "prefer-vector-width"="512" "min-legal-vector-width"="512" }
